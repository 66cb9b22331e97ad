"""Node pools that Google Kubernetes Engine does not make or change, for what they are.

Source: https://cloud.google.com/kubernetes-engine/docs/reference/rest/v1/projects.locations.clusters.nodePools
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from landing_zone_rehearsal.sandbox.behaviour import Request
from landing_zone_rehearsal.sandbox.objects import Object, World

from . import keys
from .clusters import CLUSTER, DISKS, minor, subnetwork_of
from .labels import label_faults
from .services import is_on

BAD = "googleapi: Error 400: {reason}, badRequest"

MACHINE = re.compile(r"[a-z]\w*(-[a-z0-9]+)+")
"""A series, a kind and a size: `a3-megagpu-8g`. Which there are is not known here."""

LABEL_KEY = re.compile(
    r"([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?"
)
LABEL_VALUE = re.compile(r"([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?")
"""Sources: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/,
https://cloud.google.com/kubernetes-engine/docs/how-to/creating-managing-labels
"""

PARTS: Mapping[str, tuple[str, ...]] = {
    "nvidia-tesla-a100": ("1g.5gb", "2g.10gb", "3g.20gb", "7g.40gb"),
    "nvidia-a100-80gb": ("1g.10gb", "1g.20gb", "2g.20gb", "3g.40gb", "7g.80gb"),
    "nvidia-h100-80gb": ("1g.10gb", "1g.20gb", "2g.20gb", "3g.40gb", "7g.80gb"),
    "nvidia-h100-mega-80gb": ("1g.10gb", "1g.20gb", "2g.20gb", "3g.40gb", "7g.80gb"),
    "nvidia-h200-141gb": ("1g.18gb", "1g.35gb", "2g.35gb", "3g.71gb", "7g.141gb"),
    "nvidia-b200": ("1g.23gb", "1g.45gb", "2g.45gb", "3g.90gb", "7g.180gb"),
    "nvidia-gb200": ("1g.23gb", "1g.47gb", "2g.47gb", "3g.93gb", "7g.186gb"),
    "nvidia-gb300": ("1g.35gb", "1g.70gb", "2g.70gb", "3g.139gb", "7g.278gb"),
    "nvidia-rtx-pro-6000": ("1g.24gb", "2g.48gb", "4g.96gb"),
}
"""The parts that GPUs can be cut into; of those that are not listed, none.

Sources: https://cloud.google.com/kubernetes-engine/docs/how-to/gpus-multi,
https://docs.nvidia.com/datacenter/tesla/mig-user-guide/
"""

TWICE = (
    ("nodeConfig.ephemeralStorageLocalSsdConfig", "nodeConfig.localNvmeSsdBlockConfig"),
    ("autoscaling.minNodeCount", "autoscaling.totalMinNodeCount"),
    ("autoscaling.maxNodeCount", "autoscaling.totalMaxNodeCount"),
    ("nodeConfig.spot", "nodeConfig.preemptible"),
    ("nodeConfig.spot", "nodeConfig.flexStart"),
)
"""What cannot be said together."""


def is_well_formed(request: Request) -> Iterator[str]:
    """Refuse machines, labels and taints that are written wrong, and what cannot go together."""
    made = request.object
    machine = str(made.get("nodeConfig.machineType") or "e2-medium")
    if not MACHINE.fullmatch(machine):
        yield _bad('Invalid machine type "{machine}".', machine=machine)
    labels: Mapping[str, Any] = made.get("nodeConfig.labels") or {}
    for key, value in labels.items():
        if not LABEL_KEY.fullmatch(key) or not LABEL_VALUE.fullmatch(str(value)):
            yield _bad('Invalid label "{key}: {value}".', key=key, value=value)
    keys = [*zip(*(made.all(f"nodeConfig.taints[].{it}") for it in ("key", "effect")), strict=True)]
    for key, effect in keys:
        if not LABEL_KEY.fullmatch(str(key)):
            yield _bad('Invalid taint key "{key}".', key=key)
        if keys.count((key, effect)) > 1:
            yield _bad('Duplicate taint "{key}:{effect}".', key=key, effect=effect)
            break
    for fault in label_faults(made.get("nodeConfig.resourceLabels") or {}):
        yield _bad("{fault}", fault=fault)
    for one, other in TWICE:
        if made.get(one) and made.get(other):
            reason = "Only one of {one} and {other} can be specified."
            yield _bad(reason, one=_field(one), other=_field(other))


def has_room(request: Request) -> Iterator[str]:
    """Refuse an autoscaler whose fewest nodes are more than its most, or that begins with more."""
    made = request.object
    for least, most in (
        ("minNodeCount", "maxNodeCount"),
        ("totalMinNodeCount", "totalMaxNodeCount"),
    ):
        fewest, upper = made.get(f"autoscaling.{least}"), made.get(f"autoscaling.{most}")
        if (fewest or 0) > (upper or 0):
            yield _bad(
                "Invalid autoscaling: {least} ({fewest}) must be less than or equal to {most}"
                " ({upper}).",
                least=_field(least),
                fewest=fewest,
                most=_field(most),
                upper=upper or 0,
            )


def follows_its_cluster(request: Request) -> Iterator[str]:
    """Refuse nodes newer than the control plane, or too far behind, and a range that is not there.

    Sources: https://github.com/hashicorp/terraform-provider-google/issues/14389,
    https://github.com/hashicorp/terraform-provider-google/issues/21116
    """
    made, cluster = request.object, cluster_of(request.world, request.object)
    if cluster is None:
        return
    own, theirs = made.get("version"), cluster.get("masterVersion")
    if minor(own) > minor(theirs):
        reason = (
            'Node version "{own}" must not have a greater minor version than master version'
            ' "{theirs}".'
        )
        yield _bad(reason, own=own, theirs=theirs)
    changes = request.old is None or request.old.get("version") != own
    if changes and made.get("management.autoUpgrade") and minor(theirs) - minor(own) > 1:
        reason = (
            'Auto-upgrade is enabled, node version "{own}" must be within one minor version of'
            ' master version "{theirs}".'
        )
        yield _bad(reason, own=own, theirs=theirs)
    subnetwork, range_ = subnetwork_of(request.world, cluster), made.get("networkConfig.podRange")
    names = subnetwork.all("secondaryIpRanges[].rangeName") if subnetwork else [range_]
    if range_ and range_ not in names:
        yield _bad('Pod secondary range "{name}" does not exist in the subnetwork.', name=range_)


def may_use_its_key(request: Request) -> Iterator[str]:
    """Refuse a key for disks that Compute Engine may not use: it makes the machines."""
    yield from keys.refused(request, DISKS)


def shares_what_it_has(request: Request) -> Iterator[str]:
    """Refuse to share GPUs in a way that they do not know, and what needs another setting.

    Sources: https://cloud.google.com/kubernetes-engine/docs/how-to/gpus-multi,
    https://cloud.google.com/kubernetes-engine/docs/how-to/nccl-fast-socket,
    https://cloud.google.com/kubernetes-engine/docs/how-to/image-streaming
    """
    made = request.object
    types = made.all("nodeConfig.guestAccelerators[].type")
    parts = made.all("nodeConfig.guestAccelerators[].gpuPartitionSize")
    for type, part in zip(types, parts, strict=False):
        if part and part not in PARTS.get(str(type), ()):
            reason = 'GPU partition size "{part}" is not supported for accelerator type "{type}".'
            yield _bad(reason, part=part, type=type)
    if made.get("nodeConfig.fastSocket.enabled") and not made.get("nodeConfig.gvnic.enabled"):
        yield _bad("Fast Socket requires gVNIC to be enabled.")
    streams = made.get("nodeConfig.gcfsConfig.enabled")
    if streams and not is_on(request.world, made.account, "containerfilesystem.googleapis.com"):
        yield _bad("Image streaming requires the Container File System API to be enabled.")


def cluster_of(world: World, pool: Object) -> Object | None:
    """Find the cluster that a node pool is in."""
    named = world.find((CLUSTER,), ("id", "name", "selfLink"), pool.get("cluster"))
    return next((each for each in named if each.account == pool.account), None)


def _field(path: str) -> str:
    name = path.rpartition(".")[2]
    return re.sub(r"(?=[A-Z])", "_", name).lower()


def _bad(reason: str, **values: Any) -> str:
    return BAD.format(reason=reason.format(**values))
