"""What AKS refuses of a pool of nodes by itself: numbers, spot machines, accelerators, marks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from landing_zone_rehearsal.sandbox.behaviour import Request
from landing_zone_rehearsal.sandbox.objects import Object

LABEL_KEY = re.compile(r"([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([\w.-]{0,61}\w)?")
LABEL_VALUE = re.compile(r"([A-Za-z0-9]([\w.-]{0,61}[A-Za-z0-9])?)?")
EFFECTS = ("NoSchedule", "PreferNoSchedule", "NoExecute")
RESERVED = ("kubernetes.azure.com/", "kubernetes.io/")
SPOT = ("kubernetes.azure.com/scalesetpriority", "spot")
"""Source: https://learn.microsoft.com/azure/aks/use-labels#reserved-system-labels"""

CUT = re.compile(r"Standard_N\w*(A100|H100|H200)\w*|Standard_ND96asr_v4")
"""Sizes whose accelerators AKS cuts up: https://learn.microsoft.com/azure/aks/gpu-multi-instance"""

ACCELERATED, WITHOUT_DRIVER = "Standard_N", "MI300X"


NOT_YET = ("securityProfile.sshAccess", "agentPoolProfiles[].securityProfile.sshAccess")
"""What the SDK offers and AKS does not read in the version of its interface that the SDK speaks.

Source: https://github.com/Azure/azure-rest-api-specs/issues/40740
"""


def fields_are_unknown(request: Request) -> Iterator[str]:
    """Refuse a pool, or a cluster with a pool, that says what AKS does not read."""
    for path in NOT_YET:
        if request.object.all(path):
            yield (
                'Code="UnmarshalError" Message="UnmarshalEntity encountered error: json: unknown'
                f' field "{path.rpartition(".")[2]}". Check that the field is in the right'
                ' location, is spelled correctly, and is supported in the API version."'
            )


def counts_do_not_fit(request: Request) -> Iterator[str]:
    """Refuse a pool whose numbers of nodes contradict each other, or whose number is missing.

    Sources: https://learn.microsoft.com/azure/aks/cluster-autoscaler,
    https://github.com/pulumi/pulumi-azure-native/issues/2943
    """
    given = request.object.inputs
    scales, least, most = (given.get(n) for n in ("enableAutoScaling", "minCount", "maxCount"))
    if given.get("type") != "VirtualMachineScaleSets" and given.get("count") is None:
        yield (
            'Code="InvalidParameter" Message="Required parameter properties.count is missing'
            ' (null)." Target="properties.count"'
        )
    if scales and (least is None or most is None):
        yield _invalid("minCount", "minCount and maxCount are required with enableAutoScaling.")
    if not scales and (least is not None or most is not None):
        yield _invalid("minCount", "minCount and maxCount must be null without enableAutoScaling.")
    if scales and least is not None and most is not None and least > most:
        yield _invalid("minCount", f"minCount {least} must be at most maxCount {most}.")
    if given.get("mode") == "System" and not (least if scales else given.get("count", 1)):
        yield _invalid("minCount", "a system node pool must have at least 1 node.")


def spot_does_not_fit(request: Request) -> Iterator[str]:
    """Refuse what spot nodes cannot have, and what only they have.

    Source: https://learn.microsoft.com/azure/aks/spot-node-pool#limitations
    """
    made = request.object
    price = made.inputs.get("spotMaxPrice")
    if made.get("scaleSetPriority") != "Spot":
        for name in ("spotMaxPrice", "scaleSetEvictionPolicy"):
            if made.inputs.get(name) is not None:
                yield _invalid(name, f"{name} can only be set on spot node pools.")
        return
    if made.get("mode") == "System":
        yield _invalid("scaleSetPriority", "a system node pool cannot be a spot node pool.")
    if price is not None and price != -1 and (price <= 0 or round(price, 5) != price):
        words = f"SpotMaxPrice {price} must be -1 or a positive value with up to five decimals."
        yield _invalid("spotMaxPrice", words)
    if made.get("upgradeSettings.maxSurge") is not None:
        yield _invalid("upgradeSettings.maxSurge", "spot node pools can't set max surge.")
    if made.get("capacityReservationGroupID"):
        words = "spot node pools cannot use a capacity reservation group."
        yield _invalid("capacityReservationGroupID", words)


def upgrade_moves_nothing(request: Request) -> Iterator[str]:
    """Refuse an upgrade with neither a node more nor one less.

    Source: https://learn.microsoft.com/azure/aks/upgrade-aks-node-pools-rolling
    """
    settings: Mapping[str, Any] = request.object.get("upgradeSettings") or {}
    surge, less = (str(settings.get(name) or "") for name in ("maxSurge", "maxUnavailable"))
    if surge.strip("0%") == "" and surge and less.strip("0%") == "":
        words = "maxSurge and maxUnavailable cannot both be 0."
        yield _invalid("upgradeSettings.maxSurge", words)


def accelerators_do_not_fit(request: Request) -> Iterator[str]:
    """Refuse what the size's accelerators cannot do.

    Sources: https://learn.microsoft.com/azure/aks/gpu-multi-instance,
    https://learn.microsoft.com/azure/aks/use-amd-gpus
    """
    made = request.object
    size, parts = str(made.get("vmSize")), made.get("gpuInstanceProfile")
    driver = made.get("gpuProfile.driver")
    if parts and not CUT.fullmatch(size):
        words = f"GPU instance profile {parts} is not supported by VM size {size}."
        yield _invalid("gpuInstanceProfile", words)
    if driver == "Install" and (not size.startswith(ACCELERATED) or WITHOUT_DRIVER in size):
        words = f"there is no GPU driver to install for VM size {size}."
        yield _invalid("gpuProfile.driver", words)


def marks_are_ill_written(request: Request) -> Iterator[str]:
    """Refuse labels and taints that Kubernetes or AKS does not take.

    Source: https://learn.microsoft.com/azure/aks/use-labels#reserved-system-labels
    """
    made = request.object
    labels: Mapping[str, Any] = made.get("nodeLabels") or {}
    for key, value in labels.items():
        fits = LABEL_KEY.fullmatch(key) and LABEL_VALUE.fullmatch(str(value))
        if not fits or (key.startswith(RESERVED) and not _is_spots(made, key, str(value))):
            yield _invalid("nodeLabels", f"the node label '{key}={value}' is invalid or reserved.")
    for taint in made.all("nodeTaints[]"):
        mark, _, effect = str(taint).rpartition(":")
        key, _, value = mark.partition("=")
        fits = LABEL_KEY.fullmatch(key) and LABEL_VALUE.fullmatch(value) and effect in EFFECTS
        if not fits or (key.startswith(RESERVED) and not _is_spots(made, key, value)):
            yield _invalid("nodeTaints", f"the node taint '{taint}' is invalid or reserved.")


def _is_spots(made: Object, key: str, value: str) -> bool:
    return made.get("scaleSetPriority") == "Spot" and (key, value) == SPOT


def _invalid(name: str, words: str) -> str:
    return f'Code="InvalidParameter" Message="{words}" Target="agentPoolProfile.{name}"'
