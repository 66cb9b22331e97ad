"""Clusters that Google Kubernetes Engine does not make, change or delete.

Source: https://cloud.google.com/kubernetes-engine/docs/troubleshooting
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from ipaddress import ip_network
from typing import Any

from landing_zone_rehearsal.sandbox.behaviour import Request
from landing_zone_rehearsal.sandbox.objects import Object, World
from landing_zone_rehearsal.values import is_dict

from . import keys
from .services import is_on

CLUSTER = "gcp:container:Cluster"
NODE_POOL = "gcp:container:NodePool"
SUBNETWORK = "gcp:compute:Subnetwork"

DISKS = keys.Use(
    key="nodeConfig.bootDiskKmsKey",
    agent="service-{number}@compute-system.iam.gserviceaccount.com",
    denied="googleapi: Error 400: Google Compute Engine: Cloud KMS error when using key {key}:"
    " Permission 'cloudkms.cryptoKeyVersions.useToEncrypt' denied on resource '{key}' (or it may"
    " not exist)., badRequest",
    elsewhere="googleapi: Error 400: Google Compute Engine: the key {key} is in {there}, and must"
    " be in {here}., badRequest",
)
"""How the pool that a cluster begins with uses a key.

Source: https://cloud.google.com/kubernetes-engine/docs/how-to/using-cmek
"""

SKEW = 2
"""Minor versions that nodes may be older than their control plane.

Source: https://cloud.google.com/kubernetes-engine/versioning#supported_versions
"""

WINDOW_DAYS, WINDOW_HOURS, SHORTEST_HOURS = 92, 48, 4
"""In so many days so many hours of windows are needed, of so many hours each at least.

Source: https://cloud.google.com/kubernetes-engine/docs/how-to/maintenance-window
"""

BAD = "googleapi: Error 400: {reason}, badRequest"
TOO_FAR = (
    'Master cannot be upgraded to "{version}": cannot upgrade the master more than a minor version'
    " at a time."
)
NOT_NEWER = (
    'Master cannot be upgraded to "{version}": specified version is not newer than the current'
    " version."
)


def may_use_its_keys(request: Request) -> Iterator[str]:
    """Refuse keys that GKE's agent, for secrets, or Compute Engine's, for disks, may not use."""
    yield from keys.may_use_its_key(request)
    if request.act == "create":
        yield from keys.refused(request, DISKS)


def goes_up_by_one(request: Request) -> Iterator[str]:
    """Refuse to skip a minor version, to go back, and to leave nodes too far behind.

    GKE itself is never asked to go back: the provider leaves the cluster as it is and says nothing,
    so that a program would go on believing what is not so.

    Sources: https://cloud.google.com/kubernetes-engine/versioning#specifying_cluster_version,
    https://github.com/kubeflow/code-intelligence/issues/153
    """
    made, old = request.object, request.old
    if old is None or made.get("minMasterVersion") == old.get("minMasterVersion"):
        return
    version = made.get("minMasterVersion")
    new, before = minor(made.get("masterVersion")), minor(old.get("masterVersion"))
    if new > before + 1:
        yield _bad(TOO_FAR, version=version)
    if new < before:
        yield _bad(NOT_NEWER, version=version)
    for pool in pools(request.world, made):
        if new - minor(pool.get("version")) > SKEW:
            reason = (
                'Master cannot be upgraded to "{version}": node pool "{pool}" would be more than'
                " two minor versions older."
            )
            yield _bad(reason, version=version, pool=pool.get("name"))


def lies_in_its_network(request: Request) -> Iterator[str]:
    """Refuse a subnetwork elsewhere, ranges that it does not have, and services' ranges twice.

    Source: https://cloud.google.com/kubernetes-engine/docs/concepts/alias-ips
    """
    made = request.object
    subnetwork = subnetwork_of(request.world, made)
    if subnetwork is None:
        return
    region = re.sub(r"-[a-z]$", "", str(made.get("location")))
    if subnetwork.get("region") != region or not _is_of(subnetwork, made.get("network")):
        yield _bad(
            "Subnetwork {subnetwork} is not in network {network} and region {region}.",
            subnetwork=subnetwork.get("name"),
            network=made.get("network"),
            region=region,
        )
    ranges = subnetwork.all("secondaryIpRanges[].rangeName")
    for kind in ("cluster", "services"):
        name = made.get(f"ipAllocationPolicy.{kind}SecondaryRangeName")
        if name and name not in ranges:
            yield _bad(
                'Secondary range "{name}" does not exist in subnetwork "{subnetwork}".',
                name=name,
                subnetwork=subnetwork.get("name"),
            )
    services = made.get("ipAllocationPolicy.servicesSecondaryRangeName")
    for other in request.world.of(CLUSTER):
        same = other.get("ipAllocationPolicy.servicesSecondaryRangeName") == services
        if other.id != made.id and same and subnetwork_of(request.world, other) is subnetwork:
            yield _bad(
                'Services range "{name}" in network "{network}", subnetwork "{subnetwork}" is'
                " already used by another cluster.",
                name=services,
                network=str(made.get("network")).rpartition("/")[2],
                subnetwork=subnetwork.get("name"),
            )


def is_reached_privately(request: Request) -> Iterator[str]:
    """Refuse public networks where there is no public endpoint, and everybody where there is.

    Source: https://cloud.google.com/kubernetes-engine/docs/concepts/network-isolation
    """
    made = request.object
    private = made.get("privateClusterConfig.enablePrivateEndpoint")
    for cidr in made.all("masterAuthorizedNetworksConfig.cidrBlocks[].cidrBlock"):
        if private and not ip_network(str(cidr), strict=False).is_private:
            yield _bad(
                'Invalid master authorized networks: network "{cidr}" is not a reserved network,'
                " which is required for private endpoints.",
                cidr=cidr,
            )


def may_be_patched(request: Request) -> Iterator[str]:
    """Refuse a weekly window that leaves GKE too little time, or times that are none."""
    window = request.object.get("maintenancePolicy.recurringWindow")
    days = re.search(r"FREQ=WEEKLY;BYDAY=([A-Z,]+)", str(is_dict(window) and window["recurrence"]))
    if not is_dict(window) or days is None:
        return
    length = _moment(window["endTime"]) - _moment(window["startTime"])
    weeks = WINDOW_DAYS // 7
    available = length * weeks * len(days[1].split(","))
    if length < timedelta(hours=SHORTEST_HOURS) or available < timedelta(hours=WINDOW_HOURS):
        yield _bad(
            "Error validating maintenance policy: maintenance policy would go longer than"
            " {days}d without {hours}h maintenance availability of >={shortest}h contiguous"
            " duration.",
            days=WINDOW_DAYS,
            hours=WINDOW_HOURS,
            shortest=SHORTEST_HOURS,
        )


def fits_together(request: Request) -> Iterator[str]:
    """Refuse settings that need another one, or an API that is off.

    Sources: https://cloud.google.com/kubernetes-engine/docs/how-to/setup-multinetwork-support-for-pods,
    https://cloud.google.com/kubernetes-engine/docs/how-to/image-streaming
    """
    made = request.object
    if request.act == "create" and not (made.get("initialNodeCount") or made.get("nodePools")):
        yield _bad("Cluster.initial_node_count must be greater than zero.")
    if made.get("enableMultiNetworking") and made.get("datapathProvider") != "ADVANCED_DATAPATH":
        yield _bad("Multi-networking can only be enabled with Dataplane V2.")
    pool, own = made.get("workloadIdentityConfig.workloadPool"), f"{made.account}.svc.id.goog"
    if pool and pool != own:
        yield _bad(
            'Currently, the only valid workload pool is "{own}", got "{pool}".', own=own, pool=pool
        )
    streams = made.get("nodePoolDefaults.nodeConfigDefaults.gcfsConfig.enabled")
    if streams and not is_on(request.world, made.account, "containerfilesystem.googleapis.com"):
        yield _bad("Image streaming requires the Container File System API to be enabled.")


def may_be_destroyed(request: Request) -> Iterator[str]:
    """Refuse what the provider itself refuses, by what it was told before.

    Source: https://www.pulumi.com/registry/packages/gcp/api-docs/container/cluster/#deletionprotection_python
    """
    if request.object.get("deletionProtection"):
        yield (
            "Cannot destroy cluster because deletion_protection is set to true. Set it to false to"
            " proceed with cluster deletion."
        )


def pools(world: World, cluster: Object) -> Iterator[Object]:
    """Yield the node pools of a cluster, but for those inside it."""
    for each in world.of(NODE_POOL):
        if each.id.startswith(f"{cluster.id}/nodePools/"):
            yield each


def minor(version: Any) -> int:
    """Return the minor part of a version: 35 of `1.35.5-gke.1011000`."""
    found = re.match(r"\d+\.(\d+)", str(version))
    return int(found[1]) if found else 0


def subnetwork_of(world: World, cluster: Object) -> Object | None:
    """Find the subnetwork that a cluster's nodes are in."""
    named = world.find((SUBNETWORK,), ("id", "selfLink", "name"), cluster.get("subnetwork"))
    return next(named, None)


def _is_of(subnetwork: Object, network: Any) -> bool:
    return str(subnetwork.get("network")).rpartition("/")[2] == str(network).rpartition("/")[2]


def _moment(text: Any) -> datetime:
    return datetime.fromisoformat(str(text))


def _bad(reason: str, **values: Any) -> str:
    return BAD.format(reason=reason.format(**values))
