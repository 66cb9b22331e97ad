"""What clusters, nodes and registries are on Google Cloud."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from landing_zone_policies.outcomes import NotApplicable, Outcome
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check, judged, need
from landing_zone_policies.rules.kubernetes.versions import supported
from landing_zone_policies.values import MISSING
from landing_zone_policies.wanted import none_of, not_false, not_true, one_of, true

CLUSTER = "gcp:container:Cluster"
NODES = "gcp:container:NodePool"
INSTANCES = ("gcp:compute:Instance", "gcp:compute:InstanceTemplate")
IMAGES = "gcp:artifactregistry:Repository"
OWN_IMAGES = [
    ("format", one_of("DOCKER")),
    ("mode", none_of("REMOTE_REPOSITORY", "VIRTUAL_REPOSITORY")),
]
BOOT = "shieldedInstanceConfig.enableSecureBoot"
ENFORCED = one_of(
    "PROJECT_SINGLETON_POLICY_ENFORCE",
    "POLICY_BINDINGS",
    "POLICY_BINDINGS_AND_PROJECT_SINGLETON_POLICY_ENFORCE",
)
NOT_EXTENDED = [("releaseChannel.channel", none_of("EXTENDED"))]
"""Versions in this channel are mended for 24 months.

Source: https://cloud.google.com/kubernetes-engine/docs/concepts/release-channels#extended
"""
NOT_AUTOPILOT = [("enableAutopilot", not_true)]
"""Google looks after the nodes of an Autopilot cluster, and shields them.

Source: https://cloud.google.com/kubernetes-engine/docs/concepts/autopilot-security
"""


@check(CLUSTER, reads=("binaryAuthorization.evaluationMode",))
def admits_known_images(cluster: Resource, world: World) -> Iterator[Outcome]:
    """The most regulated clusters ask a policy about each image.

    Source: https://cloud.google.com/binary-authorization/docs/overview
    """
    found = cluster.first("binaryAuthorization.evaluationMode")
    if found.value is MISSING and not world.settings.reaches("regulated"):
        yield NotApplicable("only the profile regulated asks for it")
    else:
        yield judged(found, ENFORCED, world.settings)


@check(CLUSTER, reads=(f"nodeConfig.{BOOT}", "removeDefaultNodePool"))
def default_nodes_boot_securely(cluster: Resource, world: World) -> Iterator[Outcome]:
    """The nodes that a cluster begins with boot securely, if they stay."""
    if cluster.get("removeDefaultNodePool") is True or cluster.get("enableAutopilot") is True:
        yield NotApplicable("it keeps no nodes of its own")
        return
    if cluster.get("nodePools") is not MISSING:
        for found in cluster.find(f"nodePools[].nodeConfig.{BOOT}"):
            yield judged(found, true, world.settings)
        return
    yield judged(cluster.first(f"nodeConfig.{BOOT}"), true, world.settings)


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "K8S-05": (
        need(IMAGES, "dockerConfig.immutableTags", true, when=OWN_IMAGES),
        admits_known_images,
    ),
    "K8S-08": (
        need(
            CLUSTER,
            "releaseChannel.channel",
            one_of("RAPID", "REGULAR", "STABLE", "EXTENDED"),
            when=NOT_AUTOPILOT,
        ),
        need(CLUSTER, "minMasterVersion", supported("gcp"), when=NOT_EXTENDED),
        need(NODES, "management.autoUpgrade", not_false),
        need(NODES, "management.autoRepair", not_false),
    ),
    "K8S-09": (
        need(CLUSTER, "enableShieldedNodes", not_false),
        default_nodes_boot_securely,
        need(NODES, f"nodeConfig.{BOOT}", true),
        need(NODES, "nodeConfig.shieldedInstanceConfig.enableIntegrityMonitoring", not_false),
        need(INSTANCES, BOOT, true),
        need(INSTANCES, "shieldedInstanceConfig.enableVtpm", not_false),
        need(INSTANCES, "shieldedInstanceConfig.enableIntegrityMonitoring", not_false),
    ),
}
