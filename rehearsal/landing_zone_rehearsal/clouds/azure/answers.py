"""What Azure answers.

IDs have the form that `Microsoft.*` resource providers give them; GUIDs are drawn from the URN.
Source: https://learn.microsoft.com/rest/api/azure/
"""

import re

from landing_zone_rehearsal.clouds.model import CloudModel, Each, Kind, Template

GROUP = "/subscriptions/{_account}/resourceGroups/{resourceGroupName}"
IDENTITIES = Each(
    "identity.userAssignedIdentities",
    key="{_item}",
    value={"clientId": "{_guid:_item}", "principalId": "{_guid:_item}"},
)


def _named(path: str, name: str, **outputs: Template) -> Kind:
    """Return a kind in a resource group, whose last segment is its name."""
    return Kind(
        id=f"{GROUP}/providers/{path}/{{{name}}}",
        name=name,
        outputs={"name": f"{{{name}}}", "type": re.sub(r"/{[^}]+}", "", path), **outputs},
    )


def _arm(path: str, name: str, **outputs: Template) -> Kind:
    """Return a kind that reports how its creation went, as most do."""
    return _named(path, name, provisioningState="Succeeded", **outputs)


CLOUD = CloudModel(
    package="azure-native",
    place={
        "_account": "{subscriptionId|=00000000-0000-4000-8000-000000000001}",
        "_tenant": "{tenantId|=00000000-0000-4000-8000-000000000002}",
        "_region": "{location|=westeurope}",
        "_known_account": "{subscriptionId}",
        "_known_tenant": "{tenantId}",
    },
    kinds={
        "azure-native:authorization:RoleAssignment": Kind(
            id="{scope}/providers/Microsoft.Authorization/roleAssignments/{roleAssignmentName}",
            name="roleAssignmentName",
            outputs={
                "name": "{roleAssignmentName}",
                "type": "Microsoft.Authorization/roleAssignments",
            },
        ),
        "azure-native:authorization:RoleDefinition": Kind(
            id="{scope}/providers/Microsoft.Authorization/roleDefinitions/{roleDefinitionId}",
            name="roleDefinitionId",
            outputs={
                "name": "{roleDefinitionId}",
                "type": "Microsoft.Authorization/roleDefinitions",
            },
        ),
        "azure-native:keyvault:Key": _named(
            "Microsoft.KeyVault/vaults/{vaultName}/keys",
            "keyName",
            keyUri="https://{vaultName}.vault.azure.net/keys/{keyName}",
            keyUriWithVersion="https://{vaultName}.vault.azure.net/keys/{keyName}/{_hex:32}",
            location="{_region}",
        ),
        "azure-native:keyvault:Vault": _named(
            "Microsoft.KeyVault/vaults",
            "vaultName",
            **{
                "properties.vaultUri": "https://{vaultName}.vault.azure.net/",
                "properties.provisioningState": "Succeeded",
            },
        ),
        "azure-native:managedidentity:FederatedIdentityCredential": _named(
            "Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}"
            "/federatedIdentityCredentials",
            "federatedIdentityCredentialResourceName",
        ),
        "azure-native:managedidentity:UserAssignedIdentity": _named(
            "Microsoft.ManagedIdentity/userAssignedIdentities",
            "resourceName",
            clientId="{_guid:=client}",
            principalId="{_guid:=principal}",
            tenantId="{_tenant}",
        ),
        "azure-native:monitor:DiagnosticSetting": Kind(
            id="{resourceUri}/providers/Microsoft.Insights/diagnosticSettings/{name}",
            name="name",
            outputs={"type": "Microsoft.Insights/diagnosticSettings"},
        ),
        "azure-native:monitor:PrivateLinkScope": _arm(
            "Microsoft.Insights/privateLinkScopes", "scopeName"
        ),
        "azure-native:network:AzureFirewall": _arm(
            "Microsoft.Network/azureFirewalls",
            "azureFirewallName",
            **{"ipConfigurations.0.privateIPAddress": "10.0.100.4"},
        ),
        "azure-native:network:FirewallPolicy": _arm(
            "Microsoft.Network/firewallPolicies", "firewallPolicyName"
        ),
        "azure-native:network:FirewallPolicyRuleCollectionGroup": _arm(
            "Microsoft.Network/firewallPolicies/{firewallPolicyName}/ruleCollectionGroups",
            "ruleCollectionGroupName",
        ),
        "azure-native:network:FlowLog": _arm(
            "Microsoft.Network/networkWatchers/{networkWatcherName}/flowLogs",
            "flowLogName",
            targetResourceGuid="{_guid:targetResourceId}",
            **{"identity.userAssignedIdentities": IDENTITIES},
        ),
        "azure-native:network:NatGateway": _arm(
            "Microsoft.Network/natGateways", "natGatewayName", resourceGuid="{_guid}"
        ),
        "azure-native:network:NetworkSecurityGroup": _arm(
            "Microsoft.Network/networkSecurityGroups",
            "networkSecurityGroupName",
            resourceGuid="{_guid}",
        ),
        "azure-native:network:PrivateDnsZoneGroup": _arm(
            "Microsoft.Network/privateEndpoints/{privateEndpointName}/privateDnsZoneGroups",
            "privateDnsZoneGroupName",
        ),
        "azure-native:network:PrivateEndpoint": _arm(
            "Microsoft.Network/privateEndpoints",
            "privateEndpointName",
            networkInterfaces=[
                {
                    "id": f"{GROUP}/providers/Microsoft.Network/networkInterfaces"
                    "/{privateEndpointName}.nic.{_guid}"
                }
            ],
        ),
        "azure-native:network:PublicIPAddress": _arm(
            "Microsoft.Network/publicIPAddresses",
            "publicIpAddressName",
            ipAddress="203.0.113.10",
            resourceGuid="{_guid}",
        ),
        "azure-native:network:RouteTable": _arm(
            "Microsoft.Network/routeTables", "routeTableName", resourceGuid="{_guid}"
        ),
        "azure-native:network:Subnet": _arm(
            "Microsoft.Network/virtualNetworks/{virtualNetworkName}/subnets", "subnetName"
        ),
        "azure-native:network:VirtualNetwork": _arm(
            "Microsoft.Network/virtualNetworks", "virtualNetworkName", resourceGuid="{_guid}"
        ),
        "azure-native:privatedns:PrivateZone": _arm(
            "Microsoft.Network/privateDnsZones", "privateZoneName"
        ),
        "azure-native:privatedns:VirtualNetworkLink": _arm(
            "Microsoft.Network/privateDnsZones/{privateZoneName}/virtualNetworkLinks",
            "virtualNetworkLinkName",
            virtualNetworkLinkState="Completed",
        ),
        "azure-native:resources:ResourceGroup": Kind(
            id=GROUP,
            name="resourceGroupName",
            outputs={
                "name": "{resourceGroupName}",
                "type": "Microsoft.Resources/resourceGroups",
                "properties": {"provisioningState": "Succeeded"},
            },
        ),
        "azure-native:storage:BlobContainer": _named(
            "Microsoft.Storage/storageAccounts/{accountName}/blobServices/default/containers",
            "containerName",
        ),
        "azure-native:storage:BlobContainerImmutabilityPolicy": _named(
            "Microsoft.Storage/storageAccounts/{accountName}/blobServices/default/containers"
            "/{containerName}/immutabilityPolicies",
            "immutabilityPolicyName",
            state="Unlocked",
        ),
        "azure-native:storage:BlobServiceProperties": _named(
            "Microsoft.Storage/storageAccounts/{accountName}/blobServices", "blobServicesName"
        ),
        "azure-native:storage:ManagementPolicy": _named(
            "Microsoft.Storage/storageAccounts/{accountName}/managementPolicies",
            "managementPolicyName",
        ),
        "azure-native:storage:StorageAccount": _arm(
            "Microsoft.Storage/storageAccounts",
            "accountName",
            primaryEndpoints={
                "blob": "https://{accountName}.blob.core.windows.net/",
                "dfs": "https://{accountName}.dfs.core.windows.net/",
            },
            primaryLocation="{_region}",
            statusOfPrimary="available",
            **{"identity.userAssignedIdentities": IDENTITIES, "identity.tenantId": "{_tenant}"},
        ),
    },
    functions={
        "azure-native:authorization:getClientConfig": {
            "clientId": "{_guid:=client}",
            "objectId": "{_guid:=object}",
            "subscriptionId": "{_known_account}",
            "tenantId": "{_known_tenant}",
        },
    },
)
