"""What Azure's databases, services and backups hold, and under whose key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from landing_zone_policies.outcomes import Fail, Outcome, Pass
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check, either, judged, need
from landing_zone_policies.rules.encryption.vocabulary import in_key_vault, own_key, under_key
from landing_zone_policies.values import MISSING
from landing_zone_policies.wanted import given, none_of, one_of

SERVER = "azure-native:sql:Server"
PROTECTOR = "azure-native:sql:EncryptionProtector"
FLEXIBLE = ("azure-native:dbforpostgresql:Server", "azure-native:dbformysql:Server")
NAMESPACES = ("azure-native:eventhub:Namespace", "azure-native:servicebus:Namespace")
PREMIUM = [("sku.name", one_of("Premium"))]
"""Lower tiers take no key.

Sources: https://learn.microsoft.com/azure/event-hubs/configure-customer-managed-key
https://learn.microsoft.com/azure/service-bus-messaging/configure-customer-managed-key
https://learn.microsoft.com/azure/container-registry/tutorial-enable-customer-managed-keys
"""
DATABRICKS = "azure-native:databricks:Workspace"
FACTORY = "azure-native:datafactory:Factory"
REGISTRY = "azure-native:containerregistry:Registry"
AKS = "azure-native:containerservice:ManagedCluster"
KMS = "securityProfile.azureKeyVaultKms"
SEARCH = "azure-native:search:Service"
ML = "azure-native:machinelearningservices:Workspace"
OF_ITS_OWN = [("kind", none_of("Project"))]
"""A project has its hub's key."""
AI = "azure-native:cognitiveservices:Account"
VAULT = "azure-native:dataprotection:BackupVault"
VAULT_KEY = "properties.securitySettings.encryptionSettings"


@check(SERVER, reads=("keyId", f"{PROTECTOR}.serverKeyType"), joins=True)
def server_has_a_key(server: Resource, world: World) -> Iterator[Outcome]:
    """A server's key is its own property, or that of the protector beside it."""
    own = server.first("keyId")
    beside = world.estate.pointing(server, "serverName", PROTECTOR)
    if own.value is not MISSING:
        yield judged(own, own_key, world.settings)
    elif beside:
        yield Pass()
    else:
        yield Fail("keyId", "the server has no key of its own")


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "ENC-04": (
        server_has_a_key,
        need(PROTECTOR, "serverKeyType", one_of("AzureKeyVault")),
        need("azure-native:sql:TransparentDataEncryption", "state", one_of("Enabled")),
        under_key("azure-native:sql:ManagedInstance", "keyId"),
        need(FLEXIBLE, "dataEncryption.type", one_of("AzureKeyVault")),
        under_key(FLEXIBLE, "dataEncryption.primaryKeyURI"),
    ),
    "ENC-05": (
        under_key("azure-native:cosmosdb:DatabaseAccount", "keyVaultKeyUri"),
        under_key(
            "azure-native:healthcareapis:FhirService",
            "encryption.customerManagedKeyEncryption.keyEncryptionKeyUrl",
        ),
        need(SEARCH, "encryptionWithCmk.enforcement", one_of("Enabled")),
        under_key(
            "azure-native:redisenterprise:RedisEnterprise",
            "encryption.customerManagedKeyEncryption.keyEncryptionKeyUrl",
        ),
    ),
    "ENC-07": (
        need(NAMESPACES, "encryption.keySource", in_key_vault, when=PREMIUM),
        under_key(NAMESPACES, "encryption.keyVaultProperties[].keyVaultUri", when=PREMIUM),
    ),
    "ENC-08": (
        under_key("azure-native:synapse:Workspace", "encryption.cmk.key.keyVaultUrl"),
        either(
            need(DATABRICKS, "encryption.entities.*.keySource", in_key_vault),
            need(DATABRICKS, "parameters.encryption.value.keySource", in_key_vault),
        ),
        under_key("azure-native:kusto:Cluster", "keyVaultProperties.keyVaultUri"),
        under_key("azure-native:hdinsight:Cluster", "properties.diskEncryptionProperties.vaultUri"),
        need("azure-native:batch:BatchAccount", "encryption.keySource", in_key_vault),
        under_key("azure-native:batch:BatchAccount", "encryption.keyVaultProperties.keyIdentifier"),
        need(FACTORY, "encryption.keyName", given),
        under_key(FACTORY, "encryption.vaultBaseUrl"),
    ),
    "ENC-09": (
        need(REGISTRY, "encryption.status", one_of("enabled"), when=PREMIUM),
        under_key(REGISTRY, "encryption.keyVaultProperties.keyIdentifier", when=PREMIUM),
    ),
    "ENC-10": (
        need(AKS, f"{KMS}.enabled", one_of("true")),
        under_key(AKS, f"{KMS}.keyId"),
    ),
    "ENC-11": (
        under_key(
            "azure-native:appconfiguration:ConfigurationStore",
            "encryption.keyVaultProperties.keyIdentifier",
            when=[("sku.name", none_of("Free", "Developer"))],
        ),
    ),
    "ENC-12": (
        need("azure-native:operationalinsights:Cluster", "keyVaultProperties.keyName", given),
        under_key("azure-native:operationalinsights:Cluster", "keyVaultProperties.keyVaultUri"),
    ),
    "ENC-13": (
        need(ML, "encryption.status", one_of("Enabled"), when=OF_ITS_OWN),
        under_key(ML, "encryption.keyVaultProperties.keyIdentifier", when=OF_ITS_OWN),
        need(AI, "properties.encryption.keySource", in_key_vault),
        under_key(AI, "properties.encryption.keyVaultProperties.keyVaultUri"),
    ),
    "ENC-18": (
        under_key(
            "azure-native:recoveryservices:Vault", "properties.encryption.keyVaultProperties.keyUri"
        ),
        need(VAULT, f"{VAULT_KEY}.state", one_of("Enabled")),
        under_key(VAULT, f"{VAULT_KEY}.keyVaultProperties.keyUri"),
    ),
}
