"""What is asked of all of a program's accelerators together."""

from __future__ import annotations

from collections.abc import Mapping

from landing_zone_policies.rule import Check, Survey
from landing_zone_policies.rules.gpu import (
    aws_holders,
    azure_holders,
    gcp_holders,
    kubernetes_total,
)
from landing_zone_policies.rules.gpu.total import ceiling

CHECKS: Mapping[str, tuple[Check, ...]] = {}
SURVEYS: Mapping[str, tuple[Survey, ...]] = {
    "GPU-02": (
        ceiling((*aws_holders.HOLDERS, *gcp_holders.HOLDERS, *azure_holders.HOLDERS)),
        *kubernetes_total.SURVEYS,
    )
}
