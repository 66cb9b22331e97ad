"""What a zone on Azure needs besides what it declares."""

from collections.abc import Iterator

from landing_zone.gpu_pool.spec import Driver, Fabric
from landing_zone.preflight.finding import Finding, Verdict
from landing_zone.zone_spec import ZoneSpec

HOST_ENCRYPTION = "Microsoft.Compute/EncryptionAtHost"
INFINIBAND = "Microsoft.ContainerService/AKSInfinibandSupport"
"""What an Azure subscription is registered for once: without the first no node is made, without
the second nodes of a pool may be on different InfiniBand networks.

Sources: https://learn.microsoft.com/azure/virtual-machines/linux/disks-enable-host-based-encryption-cli,
https://learn.microsoft.com/azure/aks/use-amd-gpus
"""

DRIVER_NAMES = ("nvidia.github.io", "us.download.nvidia.com", "download.docker.com")
"""What AKS installs NVIDIA's driver from; Azure's own list for firewalls lacks it.

Source: https://learn.microsoft.com/azure/aks/outbound-rules-control-egress
"""


def subscription_findings(zone: ZoneSpec) -> Iterator[Finding]:
    """Yield what the subscription must have, and a firewall let pass."""
    yield from _egress(zone)
    yield from _features(zone)


def _egress(zone: ZoneSpec) -> Iterator[Finding]:
    """Yield which pools a firewall keeps from their driver."""
    allowed = zone.network.egress_allow
    missing = ", ".join(each for each in DRIVER_NAMES if each not in allowed)
    if not allowed or not missing:
        return
    for name, pool in zone.gpu_pool.items():
        if pool.driver is Driver.CLOUD:
            says = f"the firewall stops what AKS installs the driver from: {missing}"
            todo = "add them to network.egress_allow"
            yield Finding("egress", f"gpu_pool.{name}", Verdict.RISK, says, todo)


def _features(zone: ZoneSpec) -> Iterator[Finding]:
    """Yield what the subscription has to be registered for, which only it can say."""
    if zone.cluster is None:
        return
    yield _feature("cluster", HOST_ENCRYPTION)
    for name, pool in zone.gpu_pool.items():
        if pool.fabric is Fabric.RDMA:
            yield _feature(f"gpu_pool.{name}", INFINIBAND)


def _feature(where: str, feature: str) -> Finding:
    namespace, _, name = feature.partition("/")
    says = f"needs the subscription's feature {feature}: `az feature register` asks for it"
    todo = f"az feature show --namespace {namespace} --name {name} --query properties.state"
    return Finding("feature", where, Verdict.UNCHECKED, says, todo)
