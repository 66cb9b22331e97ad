"""How a zone with a cluster keeps the promises on Azure."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, cast

from tests.promises import azure_nodes
from tests.promises.azure import (
    ACCOUNT,
    LIFECYCLE,
    LOGGED,
    RECOVERY,
    RESOURCE_GROUP,
    TABLE,
    TRUST,
)
from tests.promises.azure_network import (
    CLOSED,
    ENDPOINT,
    GROUP,
    SUBNET,
    admits,
    keeps_out,
    private_path,
)
from tests.promises.azure_rights import ASSIGNMENT, DEFINITION, assigned, use_of_key
from tests.promises.azure_stores import encrypted, kept, logged
from tests.promises.table import Expected, Grant, SideCar, has, is_missing, says, says_all
from tests.promises.view import Zone

CLUSTER = "azure-native:containerservice:ManagedCluster"
UPKEEP = "azure-native:containerservice:MaintenanceConfiguration"
DISKS = "azure-native:compute:DiskEncryptionSet"

CONTROL_PLANE = "ai-cluster-control-plane-identity"
CURRENT_KEY = "{keyUriWithVersion:ai-keys-cluster}"

BUILT_IN: Mapping[str, str] = {
    "administer": "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b",
    "assign": "f1a07417-d97a-45cb-824c-7a7467783830",
    "encrypt": "12338af0-0e69-4776-bea7-57ae8d297424",
    "place": "4d97b98b-1d4f-4787-a291-c67834d212e7",
    "see": "acdd72a7-3385-48ef-bd42-f606fba81ae7",
}
"""Source: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles"""

PODS = {"trainer": "training:trainer", "server": "serving:server"}

LOGS = (
    *("kube-apiserver", "kube-audit", "kube-controller-manager", "kube-scheduler"),
    *("cluster-autoscaler", "cloud-controller-manager", "guard"),
    *("csi-azuredisk-controller", "csi-azurefile-controller", "csi-snapshot-controller"),
)

SYSTEM = "agentPoolProfiles.#."


def may(part: str, role: str, on: str) -> dict[str, Expected]:
    """Expect that the control plane has a role on one thing."""
    given = assigned(BUILT_IN.get(role, role), on, identity=CONTROL_PLANE)
    return {f"{ASSIGNMENT} ai-cluster-control-plane-on-{part}": given}


def window(name: str) -> Expected:
    """Expect one window, in which AKS may patch what it is called after."""
    return {
        "configName": name,
        "resourceName": says("{name:ai-cluster-cluster}"),
        "maintenanceWindow.schedule.weekly": {"dayOfWeek": "Tuesday", "intervalWeeks": 1},
        "maintenanceWindow.startTime": "22:00",
        "maintenanceWindow.utcOffset": "+01:00",
        "maintenanceWindow.durationHours": 6,
    }


def is_tagged(value: Any, zone: Zone) -> bool:
    """Expect the tags of the cluster on what it makes for itself."""
    wanted = {**zone.env.labels, "component": "ai-cluster", "stack": zone.recording.stack}
    return isinstance(value, Mapping) and dict(cast("Mapping[str, Any]", value)) == wanted


READ_PRIVATELY = private_path("cluster-logs", "cluster-logs", "blob", "blob")

PRIVATE: dict[str, Expected] = {
    CLUSTER: {
        "apiServerAccessProfile.enablePrivateCluster": False,
        "apiServerAccessProfile.enableVnetIntegration": True,
        "apiServerAccessProfile.subnetId": says("{id:ai-cluster-control-plane}"),
        "apiServerAccessProfile.authorizedIPRanges": ["203.0.113.0/24"],
        "apiServerAccessProfile.disableRunCommand": True,
        "networkProfile.networkPolicy": "cilium",
        "networkProfile.networkDataplane": "cilium",
        "networkProfile.outboundType": "userDefinedRouting",
        f"{SYSTEM}vnetSubnetID": says("{id:ai-network-nodes}"),
        f"{SYSTEM}enableNodePublicIP": False,
        f"{SYSTEM}securityProfile.sshAccess": is_missing,
        "linuxProfile": is_missing,
    },
    f"{SUBNET} ai-cluster-control-plane": {
        **CLOSED,
        "networkSecurityGroup.id": says("{id:ai-cluster-control-plane-rules}"),
        "delegations": has(
            {"control-plane": {"serviceName": "Microsoft.ContainerService/managedClusters"}}
        ),
    },
    f"{GROUP} ai-cluster-control-plane-rules": {
        "securityRules": has(
            {
                "allow-api-in": admits("VirtualNetwork", "443", "4443"),
                "allow-probes-in": admits("AzureLoadBalancer", "9988"),
                "allow-people-in": {
                    **admits("", "443"),
                    "sourceAddressPrefix": is_missing,
                    "sourceAddressPrefixes": ["203.0.113.0/24"],
                },
                "deny-internet-in": keeps_out("Internet"),
            }
        ),
    },
    **READ_PRIVATELY,
    f"{ENDPOINT} ai-cluster-logs-endpoint": {
        **READ_PRIVATELY[f"{ENDPOINT} ai-cluster-logs-endpoint"],
        "subnet.id": says("{id:ai-network-nodes}"),
    },
}

ENCRYPTED: dict[str, Expected] = {
    CLUSTER: {
        "securityProfile.azureKeyVaultKms.enabled": True,
        "securityProfile.azureKeyVaultKms.keyId": says(CURRENT_KEY),
        "securityProfile.azureKeyVaultKms.keyVaultNetworkAccess": "Private",
        "securityProfile.azureKeyVaultKms.keyVaultResourceId": says("{id:ai-keys-kv}"),
        "diskEncryptionSetID": says("{id:ai-cluster-disks}"),
        f"{SYSTEM}enableEncryptionAtHost": True,
    },
    DISKS: {
        "encryptionType": "EncryptionAtRestWithCustomerKey",
        "activeKey.keyUrl": says(CURRENT_KEY),
        "activeKey.sourceVault.id": says("{id:ai-keys-kv}"),
        "rotationToLatestKeyVersionEnabled": True,
        "identity.type": "UserAssigned",
        "identity.userAssignedIdentities": says_all("{id:ai-cluster-disks-identity}"),
    },
    f"{ACCOUNT} ai-cluster-logs": encrypted("cluster-logs", "logs"),
}

LEAST: dict[str, Expected] = {
    CLUSTER: {
        "enableRBAC": True,
        "disableLocalAccounts": True,
        "aadProfile.managed": True,
        "aadProfile.enableAzureRBAC": True,
        "aadProfile.tenantID": says("{tenant}"),
        "aadProfile.adminGroupObjectIDs": is_missing,
        "oidcIssuerProfile.enabled": True,
        "securityProfile.workloadIdentity.enabled": True,
        "identity.type": "UserAssigned",
        "identity.userAssignedIdentities": says_all(f"{{id:{CONTROL_PLANE}}}"),
        "identityProfile.kubeletidentity.resourceId": says("{id:ai-cluster-nodes}"),
        "identityProfile.kubeletidentity.clientId": says("{clientId:ai-cluster-nodes}"),
        "identityProfile.kubeletidentity.objectId": says("{principalId:ai-cluster-nodes}"),
        "nodeResourceGroupProfile.restrictionLevel": "ReadOnly",
    },
    f"{DEFINITION} ai-cluster-join-role": {
        "roleType": "CustomRole",
        "assignableScopes": says_all("{id:ai-keys-group}", "{id:ai-network-group}"),
        "permissions.#.actions": says_all(
            *("Microsoft.Network/virtualNetworks/read",),
            *("Microsoft.Network/virtualNetworks/join/action",),
            *("Microsoft.KeyVault/vaults/read",),
            *("Microsoft.KeyVault/vaults/privateEndpointConnectionsApproval/action",),
            *(
                f"Microsoft.KeyVault/vaults/privateEndpointConnections/{each}"
                for each in ("read", "write", "delete")
            ),
        ),
        "permissions.#.notActions": is_missing,
        "permissions.#.dataActions": is_missing,
    },
    **may("control-plane", "place", "{id:ai-cluster-control-plane}"),
    **may("nodes", "place", "{id:ai-network-nodes}"),
    **may("network", "{roleDefinitionId:ai-cluster-join-role}", "{id:ai-network-vnet}"),
    **may("vault", "{roleDefinitionId:ai-cluster-join-role}", "{id:ai-keys-kv}"),
    **may("key", "encrypt", "{id:ai-keys-kv}/keys/{name:ai-keys-cluster}"),
    **may("disks", "see", "{id:ai-cluster-disks}"),
    **may("node-identity", "assign", "{id:ai-cluster-nodes}"),
    f"{ASSIGNMENT} ai-cluster-admin-platform-admin": assigned(
        BUILT_IN["administer"], "{id:ai-cluster-cluster}", group="platform_admin"
    ),
    f"{ASSIGNMENT} ai-cluster-logs-auditor": assigned(
        "read", "{id:ai-cluster-logs}", group="auditor"
    ),
    **use_of_key("cluster", "cluster-disks"),
    **use_of_key("logs", "cluster-logs"),
    **{
        f"{TRUST} ai-identity-pod-{workload}-trust": {
            "resourceName": says(f"{{name:ai-identity-pod-{workload}}}"),
            "issuer": says("{oidcIssuerProfile.issuerURL:ai-cluster-cluster}"),
            "subject": f"system:serviceaccount:{pod}",
            "audiences": ["api://AzureADTokenExchange"],
        }
        for workload, pod in PODS.items()
    },
}

SOUND: dict[str, Expected] = {
    CLUSTER: {
        "resourceName": "acme-prod-ai-cluster",
        "kubernetesVersion": "1.35",
        "sku": {"name": "Base", "tier": "Standard"},
        "supportPlan": "KubernetesOfficial",
        "autoUpgradeProfile": {"upgradeChannel": "patch", "nodeOSUpgradeChannel": "NodeImage"},
        "autoScalerProfile": {"expander": "priority", "scaleDownUnneededTime": "10m"},
        "securityProfile.imageCleaner": {"enabled": True, "intervalHours": 168},
        "networkProfile.networkPlugin": "azure",
        "networkProfile.networkPluginMode": "overlay",
        "networkProfile.podCidr": "10.0.128.0/17",
        "networkProfile.serviceCidr": "10.0.112.0/20",
        "networkProfile.dnsServiceIP": "10.0.112.10",
        "networkProfile.loadBalancerSku": "standard",
        **{f"storageProfile.{kind}CSIDriver.enabled": True for kind in ("disk", "file", "blob")},
        "storageProfile.snapshotController.enabled": True,
        "metricsProfile.costAnalysis.enabled": True,
        f"{SYSTEM}mode": "System",
        f"{SYSTEM}orchestratorVersion": "1.35",
        f"{SYSTEM}osSKU": "AzureLinux",
        f"{SYSTEM}vmSize": "Standard_D4s_v5",
        f"{SYSTEM}availabilityZones": ["1", "2"],
        f"{SYSTEM}enableAutoScaling": True,
        f"{SYSTEM}minCount": 2,
        f"{SYSTEM}maxCount": 6,
        f"{SYSTEM}maxPods": 110,
        f"{SYSTEM}nodeTaints": is_missing,
        f"{SYSTEM}tags": is_tagged,
        f"{SYSTEM}securityProfile.enableSecureBoot": True,
        f"{SYSTEM}securityProfile.enableVTPM": True,
        f"{SYSTEM}upgradeSettings": {"maxSurge": "33%", "drainTimeoutInMinutes": 30},
    },
    f"{UPKEEP} ai-cluster-upkeep-aksmanagedautoupgradeschedule": window(
        "aksManagedAutoUpgradeSchedule"
    ),
    f"{UPKEEP} ai-cluster-upkeep-aksmanagednodeosupgradeschedule": window(
        "aksManagedNodeOSUpgradeSchedule"
    ),
    f"{UPKEEP} ai-cluster-upkeep-default": {
        "configName": "default",
        "resourceName": says("{name:ai-cluster-cluster}"),
        "timeInWeek": [
            {"day": "Tuesday", "hourSlots": [21, 22, 23]},
            {"day": "Wednesday", "hourSlots": [0, 1, 2]},
        ],
    },
    f"{LOGGED} ai-cluster-log": logged("{id:ai-cluster-cluster}", "cluster-logs", *LOGS),
    f"{LIFECYCLE} ai-cluster-logs-retention": TABLE.sound[f"{LIFECYCLE} ai-.*-logs-retention"],
}

RECOVERABLE = {f"{RECOVERY} ai-cluster-logs-recovery": kept("cluster-logs", 7)}

CLUSTERED = replace(
    TABLE,
    private={**TABLE.private, **PRIVATE, **azure_nodes.PRIVATE},
    encrypted={**TABLE.encrypted, **ENCRYPTED, **azure_nodes.ENCRYPTED},
    recoverable={**TABLE.recoverable, **RECOVERABLE},
    least={**TABLE.least, **LEAST, **azure_nodes.LEAST},
    sound={**TABLE.sound, **SOUND, **azure_nodes.SOUND},
    beside={
        **TABLE.beside,
        CLUSTER: (SideCar(LOGGED, "resourceUri"), SideCar(UPKEEP, "resourceName")),
    },
    stateful=TABLE.stateful | {CLUSTER, DISKS, f"{RESOURCE_GROUP} ai-cluster-group"},
    granted={
        **TABLE.granted,
        **azure_nodes.GRANTED,
        DISKS: Grant(
            ASSIGNMENT,
            on="scope",
            used="activeKey.keyUrl",
            to="principalId",
            user="identity.userAssignedIdentities.0",
        ),
        CLUSTER: Grant(
            ASSIGNMENT,
            on="scope",
            used="securityProfile.azureKeyVaultKms.keyId",
            to="principalId",
            user="identity.userAssignedIdentities.0",
        ),
    },
    plain={
        **TABLE.plain,
        **azure_nodes.PLAIN,
        rf"{CLUSTER} (dnsPrefix|nodeResourceGroup)": "a name",
        rf"{CLUSTER} networkProfile\.ipFamilies\.#": "Azure offers another, and it is wider",
        rf"{CLUSTER} {SYSTEM}(name|type|osType|osDiskType|osDiskSizeGB)": "how it is called",
        rf"{UPKEEP} configName": "which window it is: Azure offers no other",
    },
)
"""What a zone with a cluster promises (`tests.zones.CLUSTERED`)."""
