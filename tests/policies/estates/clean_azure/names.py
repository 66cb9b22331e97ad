"""What the parts of the shop call each other by."""

from dataclasses import dataclass

import pulumi
from pulumi_azure_native import keyvault, managedidentity, network, operationalinsights, resources

SUBSCRIPTION = "1a6c3d7f-2e4b-4f9a-8c8b-3d5e7f9a1b2c"

TENANT = "3f2e1d0c-9b8a-4776-a554-433221100fed"

LOCATION = "westeurope"

TAGS = {"owner": "shop-platform", "cost-center": "cc-4711", "environment": "prod"}

IMAGE = "acmeshop.azurecr.io/shop@sha256:" + "4f" * 32


@dataclass
class Base:
    opts: pulumi.ResourceOptions
    kept: pulumi.ResourceOptions
    group: resources.ResourceGroup
    vault: keyvault.Vault
    key: keyvault.Key
    identity: managedidentity.UserAssignedIdentity
    workspace: operationalinsights.Workspace
    network: network.VirtualNetwork
    subnets: dict[str, network.Subnet]

    @property
    def common(self):
        return {
            "resource_group_name": self.group.name,
            "location": LOCATION,
            "tags": TAGS,
        }

    @property
    def assigned(self):
        return {"type": "UserAssigned", "user_assigned_identities": [self.identity.id]}

    @property
    def assigned_by_id(self):
        """As some services want it: an object, keyed by the identity's ID."""
        return {
            "type": "UserAssigned",
            "user_assigned_identities": self.identity.id.apply(lambda id: {id: {}}),
        }
