"""Clusters on Azure and what encrypts their disks, as facts.

What azure-native plans as an update of a cluster's own pool, the service refuses: what a node is
made of is fixed when its pool is made. Pools besides the cluster's own are `facts_nodes`.

Sources: https://learn.microsoft.com/rest/api/aks/managed-clusters/create-or-update,
https://learn.microsoft.com/rest/api/aks/maintenance-configurations/create-or-update,
https://learn.microsoft.com/rest/api/compute/disk-encryption-sets/create-or-update
"""

from __future__ import annotations

from collections.abc import Mapping

from landing_zone_rehearsal.clouds.conditions import is_removed
from landing_zone_rehearsal.clouds.facts import Facts, To, Within

from .facts_nodes import POOL_NAME, SIZE
from .forms import GROUP, GUID, ZONES, to

ZONE = To("azure-native:privatedns:PrivateZone", besides="(?i)system|none", holds=True)
"""AKS makes a zone of its own, or none, where it is not given one."""

WINDOWS = ("default", "aksManagedAutoUpgradeSchedule", "aksManagedNodeOSUpgradeSchedule")
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

OF_THE_NETWORK = (
    "dnsServiceIP",
    "networkDataplane",
    "networkMode",
    "networkPlugin",
    "networkPluginMode",
    "networkPolicy",
    "outboundType",
    "podCidr",
    "serviceCidr",
    "serviceCidrs",
)
"""What azure-native replaces a cluster for, though the service takes some of it one way."""

OF_A_POOL = (
    "availabilityZones",
    "enableEncryptionAtHost",
    "enableFIPS",
    "enableNodePublicIP",
    "enableUltraSSD",
    "hostGroupID",
    "kubeletConfig",
    "kubeletDiskType",
    "linuxOSConfig",
    "maxPods",
    "osDiskSizeGB",
    "osDiskType",
    "podSubnetID",
    "vmSize",
    "vnetSubnetID",
)
"""What a node of the cluster's own pool is made of."""

CLUSTERS: Mapping[str, Facts] = {
    "azure-native:containerservice:ManagedCluster": Facts(
        replaces=(
            "resourceGroupName",
            "resourceName",
            "diskEncryptionSetID",
            "dnsPrefix",
            "fqdnSubdomain",
            "linuxProfile.**",
            "location",
            "nodeResourceGroup",
            "windowsProfile.**",
            "agentPoolProfiles[].networkProfile.nodePublicIPTags",
            *(f"networkProfile.{name}" for name in OF_THE_NETWORK),
        ),
        fixed=(
            "enableRBAC",
            "extendedLocation",
            "networkProfile.ipFamilies",
            *(f"agentPoolProfiles[].{name}" for name in OF_A_POOL),
        ),
        fixed_when={
            "aadProfile.managed": is_removed,
            "apiServerAccessProfile.enableVnetIntegration": is_removed,
            "apiServerAccessProfile.subnetId": is_removed,
            "oidcIssuerProfile.enabled": is_removed,
        },
        kept=("agentPoolProfiles[].count", "agentPoolProfiles[].orchestratorVersion"),
        required=("dnsPrefix", "identity", "agentPoolProfiles"),
        values={
            "agentPoolProfiles[].availabilityZones[]": ZONES,
            "agentPoolProfiles[].mode": ("System", "User", "Gateway"),
            "agentPoolProfiles[].osDiskType": ("Managed", "Ephemeral"),
            "agentPoolProfiles[].osSKU": ("Ubuntu", "Ubuntu2204", "AzureLinux", "AzureLinux3"),
            "autoScalerProfile.expander": ("least-waste", "most-pods", "priority", "random"),
            "autoUpgradeProfile.nodeOSUpgradeChannel": (
                "None",
                "Unmanaged",
                "NodeImage",
                "SecurityPatch",
            ),
            "autoUpgradeProfile.upgradeChannel": (
                "rapid",
                "stable",
                "patch",
                "node-image",
                "none",
            ),
            "networkProfile.networkDataplane": ("azure", "cilium"),
            "networkProfile.networkPlugin": ("azure", "kubenet", "none"),
            "networkProfile.networkPolicy": ("none", "calico", "azure", "cilium"),
            "networkProfile.outboundType": (
                "loadBalancer",
                "userDefinedRouting",
                "managedNATGateway",
                "userAssignedNATGateway",
                "none",
            ),
            "nodeResourceGroupProfile.restrictionLevel": ("Unrestricted", "ReadOnly"),
            "securityProfile.azureKeyVaultKms.keyVaultNetworkAccess": ("Public", "Private"),
            "sku.name": ("Base", "Automatic"),
            "sku.tier": ("Premium", "Standard", "Free"),
            "supportPlan": ("KubernetesOfficial", "AKSLongTermSupport"),
        },
        bounds={
            "agentPoolProfiles[].maxCount": (1, 1000),
            "agentPoolProfiles[].maxPods": (10, 250),
            "agentPoolProfiles[].minCount": (0, 1000),
            "agentPoolProfiles[].osDiskSizeGB": (0, 2048),
            "securityProfile.imageCleaner.intervalHours": (24, 2160),
        },
        formats={
            "resourceName": "[a-zA-Z0-9]([a-zA-Z0-9_-]{0,61}[a-zA-Z0-9])?",
            "dnsPrefix": "[a-zA-Z0-9]([a-zA-Z0-9-]{0,52}[a-zA-Z0-9])?",
            "nodeResourceGroup": r"[-\w._()]{0,79}[-\w_()]",
            "agentPoolProfiles[].name": POOL_NAME,
            "agentPoolProfiles[].vmSize": SIZE,
            "autoScalerProfile.scaleDownUnneededTime": r"\d+m",
            "aadProfile.tenantID": GUID,
        },
        cidrs=("networkProfile.podCidr", "networkProfile.serviceCidr"),
        tags="tags",
        refers={
            "resourceGroupName": GROUP,
            "diskEncryptionSetID": to("compute:DiskEncryptionSet", holds=True),
            "identity.userAssignedIdentities[]": to(
                "managedidentity:UserAssignedIdentity", holds=True
            ),
            "identityProfile{}.resourceId": to("managedidentity:UserAssignedIdentity", holds=True),
            "apiServerAccessProfile.subnetId": to("network:Subnet", holds=True),
            "apiServerAccessProfile.privateDNSZone": ZONE,
            "agentPoolProfiles[].vnetSubnetID": to("network:Subnet", holds=True),
            "securityProfile.azureKeyVaultKms.keyVaultResourceId": to("keyvault:Vault"),
        },
        scope=Within.WORLD,
        unique={("nodeResourceGroup",): Within.ACCOUNT},
        stateful=True,
    ),
    "azure-native:containerservice:MaintenanceConfiguration": Facts(
        replaces=("resourceGroupName", "resourceName", "configName"),
        values={
            "configName": WINDOWS,
            "maintenanceWindow.schedule.weekly.dayOfWeek": DAYS,
            "timeInWeek[].day": DAYS,
        },
        bounds={
            "maintenanceWindow.durationHours": (4, 24),
            "maintenanceWindow.schedule.weekly.intervalWeeks": (1, 4),
            "timeInWeek[].hourSlots[]": (0, 23),
        },
        formats={
            "maintenanceWindow.startTime": r"\d{2}:\d{2}",
            "maintenanceWindow.utcOffset": r"[+-]\d{2}:\d{2}",
        },
        refers={"resourceGroupName": GROUP},
        scope=Within.WORLD,
    ),
    "azure-native:compute:DiskEncryptionSet": Facts(
        replaces=("resourceGroupName", "diskEncryptionSetName", "location"),
        fixed=("encryptionType",),
        required=("activeKey.keyUrl", "identity"),
        values={
            "encryptionType": (
                "EncryptionAtRestWithCustomerKey",
                "EncryptionAtRestWithPlatformAndCustomerKeys",
                "ConfidentialVmEncryptedWithCustomerKey",
            ),
        },
        formats={
            "diskEncryptionSetName": "[a-zA-Z0-9_-]{1,80}",
            "activeKey.keyUrl": r"https://[a-zA-Z0-9.-]+/keys/[a-zA-Z0-9-]+/[0-9a-f]{32}",
        },
        tags="tags",
        refers={
            "resourceGroupName": GROUP,
            "activeKey.sourceVault.id": to("keyvault:Vault"),
            "identity.userAssignedIdentities[]": to(
                "managedidentity:UserAssignedIdentity", holds=True
            ),
        },
        scope=Within.WORLD,
        in_use='Code="OperationNotAllowed" Message="Disk encryption set {name} cannot be deleted'
        ' because it is in use by {other}."',
    ),
}
"""By short type token."""
