"""Rights and identities on Azure, as facts.

Sources: https://learn.microsoft.com/rest/api/authorization/role-assignments/create,
https://learn.microsoft.com/azure/role-based-access-control/troubleshooting,
https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations
"""

from __future__ import annotations

from collections.abc import Mapping

from landing_zone_rehearsal.clouds.facts import Facts, To, Within

from .forms import GROUP, GUID, to

ROLE = "azure-native:authorization:RoleDefinition"
BUILT_IN = f"(?i)(/subscriptions/[^/]+)?/providers/Microsoft.Authorization/roleDefinitions/{GUID}"
"""How a built-in role is named; `sandbox/azure/roles.py` knows which there are."""

RIGHTS: Mapping[str, Facts] = {
    "azure-native:authorization:RoleAssignment": Facts(
        replaces=("scope", "roleAssignmentName", "principalId"),
        fixed=("roleDefinitionId", "principalType", "delegatedManagedIdentityResourceId"),
        values={"conditionVersion": ("1.0", "2.0")},
        formats={"roleAssignmentName": GUID, "principalId": GUID},
        refers={
            "roleDefinitionId": To(ROLE, besides=BUILT_IN, holds=True),
            "delegatedManagedIdentityResourceId": to("managedidentity:UserAssignedIdentity"),
        },
        scope=Within.WORLD,
        unique={
            ("scope", "roleDefinitionId", "principalId"): Within.WORLD,
            ("roleAssignmentName",): Within.WORLD,
        },
        conflict='Code="RoleAssignmentExists" Message="The role assignment already exists."',
    ),
    "azure-native:authorization:RoleDefinition": Facts(
        replaces=("scope", "roleDefinitionId"),
        required=("roleName", "permissions", "assignableScopes"),
        values={"roleType": ("CustomRole",)},
        formats={
            "roleDefinitionId": GUID,
            "roleName": ".{1,128}",
            "description": "(?s).{0,2048}",
        },
        scope=Within.WORLD,
        unique={("roleName",): Within.WORLD},
        missing='Code="RoleDefinitionDoesNotExist" Message="The specified role definition with ID'
        " '{name}' does not exist.\"",
        conflict='Code="RoleDefinitionWithSameNameExists" Message="A custom role with the same'
        ' name already exists in this directory. Use a different name"',
        in_use='Code="RoleDefinitionHasAssignments" Message="There are existing role assignments'
        ' referencing role."',
    ),
    "azure-native:managedidentity:UserAssignedIdentity": Facts(
        replaces=("resourceGroupName", "resourceName", "location"),
        formats={"resourceName": "[0-9a-zA-Z][0-9a-zA-Z_-]{2,127}"},
        tags="tags",
        refers={"resourceGroupName": GROUP},
        scope=Within.WORLD,
        missing='Code="FailedIdentityOperation" Message="Identity operation for resource failed'
        " with error 'Failed to perform resource identity operation. Status: 'BadRequest'."
        " Response: 'The resource {value} was not found.''\"",
    ),
    "azure-native:managedidentity:FederatedIdentityCredential": Facts(
        replaces=("resourceGroupName", "resourceName", "federatedIdentityCredentialResourceName"),
        required=("issuer", "subject", "audiences"),
        formats={
            "federatedIdentityCredentialResourceName": "[a-zA-Z0-9][a-zA-Z0-9_-]{2,119}",
            "issuer": "https://.{1,590}",
            "subject": ".{1,600}",
            "audiences[]": ".{1,600}",
        },
        refers={"resourceGroupName": GROUP},
        scope=Within.WORLD,
        unique={("resourceGroupName", "resourceName", "issuer", "subject"): Within.ACCOUNT},
        serialises="resourceName",
        conflict='Code="BadRequest" Message="Issuer and subject combination already exists for'
        ' this Managed Identity."',
    ),
}
"""By short type token."""
