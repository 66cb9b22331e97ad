"""What Azure answers.

IDs have the form that `Microsoft.*` resource providers give them; GUIDs are drawn from the URN, or
from the ID where others have to know them. When and by whom something was made is left out.

Source: https://learn.microsoft.com/rest/api/azure/
"""

from __future__ import annotations

from collections.abc import Mapping

from landing_zone_rehearsal.clouds.model import CloudModel, Kind

from .answers_cluster import CLUSTERS, FUNCTIONS
from .answers_network import NETWORKS
from .answers_nodes import NODES
from .answers_stores import STORES
from .kinds import GROUP, extension, named
from .kinds import IDENTITY as IDENTITY_BLOCK

IDENTITY = "Microsoft.ManagedIdentity/userAssignedIdentities"
BY_GUID = "{_guid}"
"""How azure-native names what Azure wants named by a GUID."""

RIGHTS: Mapping[str, Kind] = {
    "azure-native:authorization:RoleAssignment": extension(
        "Microsoft.Authorization/roleAssignments",
        "{scope}/providers/Microsoft.Authorization/roleAssignments/{roleAssignmentName}",
        "roleAssignmentName",
        "2022-04-01",
        automatic=BY_GUID,
    ),
    "azure-native:authorization:RoleDefinition": extension(
        "Microsoft.Authorization/roleDefinitions",
        "{scope}/providers/Microsoft.Authorization/roleDefinitions/{roleDefinitionId}",
        "roleDefinitionId",
        "2022-05-01-preview",
        automatic=BY_GUID,
        roleType="CustomRole",
    ),
    "azure-native:managedidentity:FederatedIdentityCredential": named(
        f"{IDENTITY}/{{resourceName}}/federatedIdentityCredentials",
        "federatedIdentityCredentialResourceName",
        "2023-01-31",
    ),
    "azure-native:managedidentity:UserAssignedIdentity": named(
        IDENTITY,
        "resourceName",
        "2023-01-31",
        clientId="{_guid:_id+=client}",
        principalId="{_guid:_id+=principal}",
        tenantId="{_tenant}",
    ),
    "azure-native:resources:ResourceGroup": Kind(
        id=GROUP,
        name="resourceGroupName",
        outputs={
            "name": "{resourceGroupName}",
            "type": "Microsoft.Resources/resourceGroups",
            "azureApiVersion": "2024-03-01",
            "properties": {"provisioningState": "Succeeded"},
        },
    ),
}

CLOUD = CloudModel(
    package="azure-native",
    place={
        "_account": "{subscriptionId|=00000000-0000-4000-8000-000000000001}",
        "_tenant": "{tenantId|=00000000-0000-4000-8000-000000000002}",
        "_region": "{location|=westeurope}",
        "_known_account": "{subscriptionId}",
        "_known_tenant": "{tenantId}",
    },
    kinds={**RIGHTS, **NETWORKS, **STORES, **NODES, **CLUSTERS},
    functions={
        "azure-native:authorization:getClientConfig": {
            "clientId": "{_guid:=client}",
            "objectId": "{_guid:=object}",
            "subscriptionId": "{_known_account}",
            "tenantId": "{_known_tenant}",
        },
        **FUNCTIONS,
    },
    fallback=Kind(id="{_name}-{_hex:7}", outputs={**IDENTITY_BLOCK, "name": "{_name}-{_hex:7}"}),
)
"""What each type is like."""
