"""What lies on Azure as the classic provider declares it, and under whose key.

Source: https://www.pulumi.com/registry/packages/azure/api-docs/
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from landing_zone_policies.outcomes import Fail, Outcome
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, Condition, World, check, judged, need
from landing_zone_policies.rules.encryption.vocabulary import (
    each,
    in_production,
    own_key,
    under_key,
)
from landing_zone_policies.values import MISSING
from landing_zone_policies.wanted import given, none_of, one_of, true

ACCOUNT = "azure:storage:Account"
SERVER = "azure:mssql:Server"
MACHINES = ("azure:compute:LinuxVirtualMachine", "azure:compute:WindowsVirtualMachine")
SCALE_SETS = (
    "azure:compute:LinuxVirtualMachineScaleSet",
    "azure:compute:WindowsVirtualMachineScaleSet",
    "azure:compute:OrchestratedVirtualMachineScaleSet",
)
PREMIUM = [("sku", one_of("Premium"))]


def _or_beside(
    owner_type: str,
    own_path: str,
    beside_type: str,
    at: str,
    path: str,
    *,
    when: Sequence[Condition] = (),
) -> Check:
    """Return a row: the key is the resource's own property, or that of a resource beside it."""
    own = need(owner_type, own_path, own_key, when=when)

    @check(owner_type, reads=(own_path, f"{beside_type}.{path}"), joins=True)
    def has_a_key(owner: Resource, world: World) -> Iterator[Outcome]:
        beside = world.estate.pointing(owner, at, beside_type)
        if owner.get(own_path) is not MISSING or not beside:
            yield from own.look(owner, world)
        yield from _named(beside, path, world)

    return has_a_key


def _beside(
    owner_type: str, beside_type: str, at: str, path: str, *, when: Sequence[Condition] = ()
) -> Check:
    """Return a row: a resource beside it gives the resource a key."""
    none = need(owner_type, "id", given, when=when, says=f"no {beside_type} gives it a key")

    @check(owner_type, reads=(f"{beside_type}.{path}",), joins=True)
    def is_given_a_key(owner: Resource, world: World) -> Iterator[Outcome]:
        beside = world.estate.pointing(owner, at, beside_type)
        yield from _named(beside, path, world)
        for each_one in () if beside else none.look(owner, world):
            yield Fail("", each_one.message) if isinstance(each_one, Fail) else each_one

    return is_given_a_key


def _named(beside: Iterable[Resource], path: str, world: World) -> Iterator[Outcome]:
    for one in beside:
        for found in one.find(path):
            yield judged(found, own_key, world.settings)


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "ENC-01": (
        _or_beside(
            ACCOUNT,
            "customerManagedKey.keyVaultKeyId",
            "azure:storage:CustomerManagedKey",
            "storageAccountId",
            "keyName",
        ),
    ),
    "ENC-02": (
        in_production(under_key("azure:compute:ManagedDisk", "diskEncryptionSetId")),
        in_production(under_key(MACHINES, "osDisk.diskEncryptionSetId")),
        in_production(under_key(SCALE_SETS, "osDisk.diskEncryptionSetId")),
        in_production(each(SCALE_SETS, "dataDisks[]", ("diskEncryptionSetId", own_key))),
        in_production(under_key("azure:containerservice:KubernetesCluster", "diskEncryptionSetId")),
        under_key("azure:compute:DiskEncryptionSet", "keyVaultKeyId"),
    ),
    "ENC-04": (
        _or_beside(
            SERVER,
            "transparentDataEncryptionKeyVaultKeyId",
            "azure:mssql:ServerTransparentDataEncryption",
            "serverId",
            "keyVaultKeyId",
        ),
        under_key(
            ("azure:postgresql:FlexibleServer", "azure:mysql:FlexibleServer"),
            "customerManagedKey.keyVaultKeyId",
        ),
    ),
    "ENC-05": (
        under_key("azure:cosmosdb:Account", "keyVaultKeyId"),
        need("azure:search:Service", "customerManagedKeyEnforcementEnabled", true),
    ),
    "ENC-06": (
        _beside(
            "azure:netapp:Account",
            "azure:netapp:AccountEncryption",
            "netappAccountId",
            "encryptionKey",
        ),
    ),
    "ENC-07": (
        _or_beside(
            "azure:servicebus:Namespace",
            "customerManagedKey.keyVaultKeyId",
            "azure:servicebus:NamespaceCustomerManagedKey",
            "namespaceId",
            "keyVaultKeyId",
            when=PREMIUM,
        ),
        *(
            _beside(
                namespace,
                "azure:eventhub:NamespaceCustomerManagedKey",
                "eventhubNamespaceId",
                "keyVaultKeyIds[]",
                when=PREMIUM,
            )
            for namespace in ("azure:eventhub:EventHubNamespace", "azure:eventhub:Namespace")
        ),
    ),
    "ENC-08": (
        under_key("azure:synapse:Workspace", "customerManagedKey.keyName"),
        need("azure:databricks:Workspace", "customerManagedKeyEnabled", true),
        under_key("azure:datafactory:Factory", "customerManagedKeyId"),
    ),
    "ENC-09": (
        under_key("azure:containerservice:Registry", "encryption.keyVaultKeyId", when=PREMIUM),
    ),
    "ENC-10": (
        under_key("azure:containerservice:KubernetesCluster", "keyManagementService.keyVaultKeyId"),
    ),
    "ENC-11": (
        under_key(
            "azure:appconfiguration:ConfigurationStore",
            "encryption.keyVaultKeyIdentifier",
            when=[("sku", none_of("free", "developer"))],
        ),
    ),
    "ENC-12": (
        _beside(
            "azure:loganalytics:Cluster",
            "azure:loganalytics:ClusterCustomerManagedKey",
            "logAnalyticsClusterId",
            "keyVaultKeyId",
        ),
    ),
    "ENC-13": (
        under_key("azure:machinelearning:Workspace", "encryption.keyId"),
        under_key("azure:cognitive:Account", "customerManagedKey.keyVaultKeyId"),
    ),
    "ENC-18": (under_key("azure:recoveryservices:Vault", "encryption.keyId"),),
    "ENC-19": (
        need(ACCOUNT, "infrastructureEncryptionEnabled", true),
        need((*MACHINES, *SCALE_SETS), "encryptionAtHostEnabled", true),
    ),
}
