"""What clusters, nodes and registries are on Azure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from landing_zone_policies.facts.accelerators import machine
from landing_zone_policies.outcomes import NotApplicable, Outcome
from landing_zone_policies.paths import Found
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check, judged, need
from landing_zone_policies.rules.kubernetes.versions import supported
from landing_zone_policies.wanted import none_of, not_true, one_of, plain, true

CLUSTER = "azure-native:containerservice:ManagedCluster"
NODES = "azure-native:containerservice:AgentPool"
SAFEGUARD = "azure-native:containerservice:DeploymentSafeguard"
IMAGES = "azure-native:containerregistry:Registry"
NO_LONG_TERM = [("supportPlan", none_of("AKSLongTermSupport"))]
"""Versions under the plan for long-term support are mended for two years.

Source: https://learn.microsoft.com/azure/aks/long-term-support
"""
MACHINES = (
    "azure-native:compute:VirtualMachine",
    "azure-native:compute:VirtualMachineScaleSet",
)


@check(NODES, reads=("securityProfile.enableSecureBoot", "securityProfile.enableVTPM"))
def nodes_boot_securely(pool: Resource, world: World) -> Iterator[Outcome]:
    """The nodes of a pool boot what is signed."""
    yield from _trusted(Found("", pool.inputs), world)


@check(CLUSTER, reads=("agentPoolProfiles[].securityProfile.enableSecureBoot",))
def first_nodes_boot_securely(cluster: Resource, world: World) -> Iterator[Outcome]:
    """The nodes of the pools that a cluster itself declares boot what is signed."""
    for pool in cluster.find("agentPoolProfiles[]"):
        yield from _trusted(pool, world)


def _trusted(pool: Found, world: World) -> Iterator[Outcome]:
    """Drivers of accelerators are not signed for secure boot, and Windows nodes have none.

    Source: https://learn.microsoft.com/azure/aks/use-trusted-launch#limitations
    """
    size = pool.find("vmSize")[0].value
    if isinstance(size, str) and machine(size):
        yield NotApplicable("secure boot refuses the drivers of accelerators")
        return
    if plain(pool.find("osType")[0].value) == "windows":
        yield NotApplicable("Windows nodes cannot")
        return
    for path in ("enableSecureBoot", "enableVTPM"):
        for found in pool.find(f"securityProfile.{path}"):
            yield judged(found, true, world.settings)


@check(*MACHINES, reads=("securityProfile.securityType",))
def machines_boot_securely(machine: Resource, world: World) -> Iterator[Outcome]:
    """A machine boots what is signed, and measures it.

    Source: https://learn.microsoft.com/azure/virtual-machines/trusted-launch
    """
    outer = "virtualMachineProfile." if machine.type.endswith("ScaleSet") else ""
    at = f"{outer}securityProfile"
    kind = one_of("TrustedLaunch", "ConfidentialVM")
    yield judged(machine.first(f"{at}.securityType"), kind, world.settings)
    for path in ("secureBootEnabled", "vTpmEnabled"):
        yield judged(machine.first(f"{at}.uefiSettings.{path}"), true, world.settings)


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "K8S-01": (need(SAFEGUARD, "level", one_of("Enforce")),),
    "K8S-05": (
        need(IMAGES, "adminUserEnabled", not_true),
        need(IMAGES, "anonymousPullEnabled", not_true),
    ),
    "K8S-08": (
        need(CLUSTER, "autoUpgradeProfile.upgradeChannel", one_of("patch", "stable", "rapid")),
        need(CLUSTER, "autoUpgradeProfile.nodeOSUpgradeChannel", none_of("None", "Unmanaged")),
        need(CLUSTER, "kubernetesVersion", supported("azure"), when=NO_LONG_TERM),
        need(NODES, "orchestratorVersion", supported("azure")),
    ),
    "K8S-09": (nodes_boot_securely, first_nodes_boot_securely, machines_boot_securely),
}
