"""Which versions of Kubernetes the clouds still mend."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from landing_zone_policies.wanted import Wanted

OLDEST: Mapping[str, tuple[int, int]] = {"aws": (1, 34), "gcp": (1, 34), "azure": (1, 34)}
"""The oldest minor version under standard support, as of November 2026.

Standard support of 1.33 ended on 2026-07-29 on EKS; on GKE it ends after 14 months, and on AKS
after twelve. An older version than these fails whoever asks, and whenever: the day of a run makes
no difference.

Sources: https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html,
https://cloud.google.com/kubernetes-engine/docs/release-schedule,
https://learn.microsoft.com/azure/aks/supported-kubernetes-versions#aks-kubernetes-release-calendar
"""
VERSION = r"v?(\d+)\.(\d+)(?:\.|-|$)"


def supported(cloud: str) -> Wanted:
    """Return: a version under standard support, or the cloud's own choice."""
    oldest = OLDEST[cloud]

    def is_new_enough(value: Any) -> bool:
        found = re.match(VERSION, str(value))
        if found is None:
            return isinstance(value, str) and value.casefold() in ("latest", "")
        return (int(found[1]), int(found[2])) >= oldest

    return Wanted(
        f"{oldest[0]}.{oldest[1]} or later",
        lambda value, _: is_new_enough(value),
        missing=True,
        unknown=True,
    )
