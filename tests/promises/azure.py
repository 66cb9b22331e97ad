"""How Azure keeps the promises."""

from tests.promises.azure_network import (
    EGRESS,
    ENDPOINT,
    FIREWALL,
    FIREWALL_POLICY,
    FIREWALL_RULES,
    NAMES,
    NETWORK,
    PRIVATE_PATHS,
    SECURITY_GROUPS,
    SUBNET,
)
from tests.promises.azure_rights import ASSIGNMENT, DEFINITION, RIGHTS
from tests.promises.azure_stores import (
    cools,
    deletes,
    encrypted,
    forgotten,
    kept,
    logged,
    restores,
    unchangeable,
)
from tests.promises.table import (
    Expected,
    Grant,
    SideCar,
    Table,
    has,
    is_at_least,
    is_missing,
    says,
    says_all,
)
from tests.zones import FULL

ACCOUNT = "azure-native:storage:StorageAccount"
CONTAINER = "azure-native:storage:BlobContainer"
RECOVERY = "azure-native:storage:BlobServiceProperties"
LIFECYCLE = "azure-native:storage:ManagementPolicy"

VAULT = "azure-native:keyvault:Vault"
KEY = "azure-native:keyvault:Key"

IDENTITY = "azure-native:managedidentity:UserAssignedIdentity"
TRUST = "azure-native:managedidentity:FederatedIdentityCredential"
FLOW_LOG = "azure-native:network:FlowLog"
LOGGED = "azure-native:monitor:DiagnosticSetting"
RESOURCE_GROUP = "azure-native:resources:ResourceGroup"

LAYERS = ("raw", "curated", "models", "scratch")
ACCOUNTS = {"lake-account": "data", "lake-logs": "logs", "network-logs": "logs"}
"""The purpose of each account's key."""


def trusts(workload: str, subject: str) -> Expected:
    """Expect that one service account of the cluster may act as a workload."""
    return {
        "resourceName": says(f"{{name:ai-identity-pod-{workload}}}"),
        "issuer": FULL["identity"]["issuer"],
        "subject": f"system:serviceaccount:{subject}",
        "audiences": ["api://AzureADTokenExchange"],
    }


TABLE = Table(
    private={
        ACCOUNT: {
            "publicNetworkAccess": "Disabled",
            "networkRuleSet.defaultAction": "Deny",
            "networkRuleSet.ipRules": is_missing,
            "networkRuleSet.virtualNetworkRules": is_missing,
            "allowBlobPublicAccess": False,
            "allowSharedKeyAccess": False,
            "allowCrossTenantReplication": False,
            "allowedCopyScope": "PrivateLink",
            "defaultToOAuthAuthentication": True,
            "isLocalUserEnabled": False,
            "isSftpEnabled": False,
        },
        f"{ACCOUNT} ai-lake-account": {"networkRuleSet.bypass": "None"},
        f"{ACCOUNT} ai-.*-logs": {"networkRuleSet.bypass": "AzureServices"},
        **{
            f"{CONTAINER} ai-lake-{layer}": {
                "accountName": says("{name:ai-lake-account}"),
                "containerName": layer,
                "publicAccess": "None",
            }
            for layer in LAYERS
        },
        VAULT: {
            "properties.publicNetworkAccess": "Disabled",
            "properties.networkAcls.defaultAction": "Deny",
            "properties.networkAcls.bypass": "AzureServices",
            "properties.networkAcls.ipRules": is_missing,
        },
        **SECURITY_GROUPS,
        **EGRESS,
        **PRIVATE_PATHS,
    },
    encrypted={
        **{
            f"{ACCOUNT} ai-{account}": encrypted(account, purpose)
            for account, purpose in ACCOUNTS.items()
        },
        KEY: {"properties.kty": "RSA-HSM", "properties.keySize": is_at_least(3072)},
        VAULT: {"properties.sku.name": "premium"},
    },
    tls={ACCOUNT: {"enableHttpsTrafficOnly": True, "minimumTlsVersion": "TLS1_2"}},
    recoverable={
        VAULT: {
            "properties.enableSoftDelete": True,
            "properties.enablePurgeProtection": True,
            "properties.softDeleteRetentionInDays": is_at_least(30),
        },
        f"{RECOVERY} ai-lake-recovery": restores("lake-account", 90),
        f"{RECOVERY} ai-lake-logs-recovery": kept("lake-logs", 7),
        f"{RECOVERY} ai-network-logs-recovery": kept("network-logs", 7),
        ACCOUNT: {"sku.name": "Standard_ZRS"},
        f"{ACCOUNT} ai-.*-logs": unchangeable(365),
        f"{LIFECYCLE} ai-lake-lifecycle": {
            "policy.rules": has(
                {
                    "rawTier": cools(30, "raw/"),
                    "scratchExpire": deletes(30, "scratch/"),
                }
            ),
        },
    },
    least={
        **RIGHTS,
        VAULT: {
            "properties.enableRbacAuthorization": True,
            "properties.accessPolicies": is_missing,
            "properties.enabledForDeployment": False,
            "properties.enabledForDiskEncryption": False,
            "properties.enabledForTemplateDeployment": False,
            "properties.tenantId": says("{tenant}"),
        },
        f"{TRUST} ai-identity-pod-trainer-trust": trusts("trainer", "training:trainer"),
        f"{TRUST} ai-identity-pod-server-trust": trusts("server", "serving:server"),
    },
    sound={
        **{
            f"{KEY} ai-keys-{purpose}": {
                "vaultName": says("{name:ai-keys-kv}"),
                "properties.rotationPolicy.attributes.expiryTime": "P180D",
                "properties.rotationPolicy.lifetimeActions": has(
                    {
                        "rotate": {"trigger.timeAfterCreate": "P90D"},
                        "notify": {"trigger.timeBeforeExpiry": "P30D"},
                    },
                    by="action.type",
                ),
            }
            for purpose in ("data", "cluster", "logs", "registry", "secrets")
        },
        ACCOUNT: {"kind": "StorageV2"},
        f"{ACCOUNT} ai-lake-account": {"isHnsEnabled": True},
        f"{ACCOUNT} ai-.*-logs": {"isHnsEnabled": False},
        FLOW_LOG: {
            "enabled": True,
            "targetResourceId": says("{id:ai-network-vnet}"),
            "storageId": says("{id:ai-network-logs}"),
            "identity.type": "UserAssigned",
            "identity.userAssignedIdentities": says_all("{id:ai-network-flow-log-identity}"),
            "format.type": "JSON",
            "format.version": 2,
        },
        f"{LOGGED} ai-lake-key-use": logged("{id:ai-keys-kv}", "lake-logs", "AuditEvent"),
        f"{LOGGED} ai-lake-access-log": logged(
            "{id:ai-lake-account}/blobServices/default",
            "lake-logs",
            "StorageRead",
            "StorageWrite",
            "StorageDelete",
        ),
        f"{LOGGED} ai-network-firewall-log": logged(
            "{id:ai-network-firewall}",
            "network-logs",
            "AZFWApplicationRule",
            "AZFWNetworkRule",
            "AZFWThreatIntel",
            "AZFWDnsQuery",
            "AZFWFqdnResolveFailure",
        ),
        f"{LIFECYCLE} ai-.*-logs-retention": {"policy.rules": has({"expire": forgotten(365)})},
    },
    beside={
        ACCOUNT: (
            SideCar(RECOVERY, "accountName"),
            SideCar(LIFECYCLE, "accountName"),
            SideCar(ENDPOINT, "privateLinkServiceConnections.0.privateLinkServiceId"),
        ),
        VAULT: (SideCar(ENDPOINT, "privateLinkServiceConnections.0.privateLinkServiceId"),),
        ENDPOINT: (SideCar(NAMES, "privateEndpointName"),),
        NETWORK: (SideCar(FLOW_LOG, "targetResourceId"),),
        FIREWALL: (SideCar(LOGGED, "resourceUri"),),
        FIREWALL_POLICY: (SideCar(FIREWALL_RULES, "firewallPolicyName"),),
    },
    stateful=frozenset(
        {
            ACCOUNT,
            CONTAINER,
            VAULT,
            KEY,
            f"{RESOURCE_GROUP} ai-(keys|network|lake)-group",
        }
    ),
    granted={
        ACCOUNT: Grant(
            ASSIGNMENT,
            on="scope",
            used="encryption.keyVaultProperties.keyName",
            to="principalId",
            user="encryption.encryptionIdentity.encryptionUserAssignedIdentity",
        ),
        FLOW_LOG: Grant(
            ASSIGNMENT,
            on="scope",
            used="storageId",
            to="principalId",
            user="identity.userAssignedIdentities.0",
        ),
    },
    forbidden=frozenset(
        {
            "azure-native:storage:LocalUser",
            "azure-native:keyvault:AccessPolicy",
            "azure-native:keyvault:Secret",
        }
    ),
    pinned={
        "subscriptionId": says("{account}"),
        "tenantId": says("{tenant}"),
        "environment": "public",
    },
    kept={KEY: "Azure's interface deletes no keys: they go with their vault, after its retention"},
    plain={
        "pulumi:providers:azure-native version": "which release of the SDK declares it",
        "pulumi:providers:azure-native disablePulumiPartnerId": "whom Azure counts a sale for",
        r"azure-native:\S+ resourceGroupName": "wiring: nothing is found in another group",
        RESOURCE_GROUP: "a folder; what holds data in it is protected itself",
        rf"{DEFINITION} scope": "where it is written down; assignableScopes says where it counts",
        rf"{ASSIGNMENT} roleAssignmentName|{DEFINITION} (description|role\w*(Name|Id))": "a name",
        rf"({IDENTITY} resource|{ACCOUNT} account)Name": "a name",
        rf"({NAMES} privateDnsZoneGroup|{LIFECYCLE} managementPolicy)Name": "Azure allows no other",
        rf"{FLOW_LOG} networkWatcherName": "a name: Azure makes the watcher",
        rf"{FLOW_LOG} retentionPolicy\.\w+": "the account's own rule deletes flow logs",
        r"azure-native:network:PublicIPAddress.*": "an address for the way out",
        rf"({NETWORK} addressSpace\.addressPrefixes\.#|{SUBNET} addressPrefix)": "an address",
        rf"{NETWORK} enable(Ddos|Vm)Protection": "sold by the subscription, or gone",
        rf"({NETWORK} encryption\.enforcement|{VAULT} .*sku\.family)": "Azure offers no other",
        rf"{NETWORK} encryption\.enabled": "where no cluster is meant to be: tests/clouds",
        rf"{FIREWALL} (zones\.#|sku\.name|ipConfigurations\.#\.publicIPAddress\.id)": "its place",
        rf"{FIREWALL_RULES} (ruleCollections\.#\.)?priority": "there is one collection to order",
        rf"{ACCOUNT} accessTier": "a price",
    },
)
