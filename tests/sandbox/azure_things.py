"""A simulated subscription of Azure in which tests make things by hand."""

from functools import cache
from typing import Any
from uuid import NAMESPACE_URL, uuid5

import pytest

from landing_zone_rehearsal.sandbox import Refused, Sandbox
from landing_zone_rehearsal.sandbox.objects import Object
from landing_zone_rehearsal.sandbox.shapes import Shapes

SUBSCRIPTION = "0f5b2c6e-1d3a-4e8f-9b7a-2c4d6e8f0a1b"
TENANT = "7a1e9c3d-5b2f-4d6a-8c0e-1f3b5d7a9c2e"
PROVIDER = {"subscriptionId": SUBSCRIPTION, "tenantId": TENANT}
HERE = f"/subscriptions/{SUBSCRIPTION}"
CRYPTO = "e147488a-f6f5-4113-8e2d-b22465e65bf6"
READER = "2a2b9908-6ea1-4ae2-8e65-a410df84e7d1"
CONTRIBUTOR = "ba92f5b4-2d11-453d-a403-e96b0029c9fe"
GROUP_OF_PEOPLE = "3c8e5f9b-4a6d-4b1c-9e0d-5f7a9b1c3d4e"


def role(guid: str) -> str:
    """Return the ID of a built-in role."""
    return f"{HERE}/providers/Microsoft.Authorization/roleDefinitions/{guid}"


@cache
def shapes() -> Shapes:
    """Return what the SDK says, which every test may share."""
    return Shapes()


class Subscription:
    """An Azure subscription with one resource group."""

    def __init__(self) -> None:
        self.sandbox = Sandbox(shapes=shapes())
        self.group = self.make("resources:ResourceGroup", "rg", resourceGroupName="rg")

    def make(self, type: str, name: str, /, **inputs: Any) -> Object:
        """Create something as a program would: checked, named, created."""
        token, urn = f"azure-native:{type}", f"urn::{type}::{name}"
        checked, faults = self.sandbox.check(token, name, urn, inputs)
        assert not faults, faults
        return self.sandbox.create(token, name, urn, checked, PROVIDER)

    def here(self, type: str, name: str, /, **inputs: Any) -> Object:
        """Create something in the resource group and region."""
        located = {"location": "westeurope", "resourceGroupName": "rg", **inputs}
        return self.make(type, name, **located)

    def inside(self, type: str, name: str, /, **inputs: Any) -> Object:
        """Create something that has no place of its own."""
        return self.make(type, name, **{"resourceGroupName": "rg", **inputs})

    def faults(self, type: str, /, **inputs: Any) -> dict[str, str]:
        """Return what is wrong with inputs by themselves, by path."""
        _, found = self.sandbox.check(f"azure-native:{type}", "thing", "urn::thing", inputs)
        return {fault.path: fault.reason for fault in found}

    def change(self, object: Object, /, **inputs: Any) -> Object:
        """Update something in place."""
        given = {**object.inputs, **inputs}
        return self.sandbox.update(object.type, object.id, object.urn, given, PROVIDER)

    def delete(self, object: Object) -> None:
        """Delete something."""
        self.sandbox.delete(object.type, object.id)

    def refusal(self, act: Any, /, *arguments: Any, **inputs: Any) -> str:
        """Return what Azure says when it refuses."""
        with pytest.raises(Refused) as refused:
            act(*arguments, **inputs)
        return str(refused.value)

    def vnet(self, name: str = "vnet", *prefixes: str, **inputs: Any) -> Object:
        """Create a network."""
        space = {"addressPrefixes": [*prefixes] or ["10.0.0.0/16"]}
        return self.here(
            "network:VirtualNetwork", name, virtualNetworkName=name, addressSpace=space, **inputs
        )

    def subnet(self, name: str = "subnet", prefix: str = "10.0.1.0/24", **inputs: Any) -> Object:
        """Create a subnet of `vnet`."""
        given = {"virtualNetworkName": "vnet", "subnetName": name, **inputs}
        return self.inside("network:Subnet", name, addressPrefix=prefix, **given)

    def identity(self, name: str = "identity") -> Object:
        """Create an identity."""
        return self.here("managedidentity:UserAssignedIdentity", name, resourceName=name)

    def vault(self, name: str = "keys-of-rg", /, **properties: Any) -> Object:
        """Create a vault that keys can be used in."""
        return self.here(
            "keyvault:Vault",
            name,
            vaultName=name,
            properties={
                "tenantId": TENANT,
                "sku": {"family": "A", "name": "standard"},
                "enableRbacAuthorization": True,
                "enablePurgeProtection": True,
                "softDeleteRetentionInDays": 7,
                **properties,
            },
        )

    def key(self, name: str = "key", vault: str = "keys-of-rg", /, **properties: Any) -> Object:
        """Create a key."""
        return self.inside(
            "keyvault:Key",
            name,
            vaultName=vault,
            keyName=name,
            properties={"kty": "RSA", "keySize": 2048, **properties},
        )

    def assign(self, guid: str, on: str, to: str, **inputs: Any) -> Object:
        """Give somebody a built-in role."""
        given: dict[str, Any] = {"principalType": "ServicePrincipal", **inputs}
        name = str(uuid5(NAMESPACE_URL, f"{guid}{on}{to}{inputs}"))
        return self.make(
            "authorization:RoleAssignment",
            name,
            **{"roleAssignmentName": name, "roleDefinitionId": role(guid), **given},
            scope=on,
            principalId=to,
        )

    def account(
        self, key: Object | None = None, user: Object | None = None, **inputs: Any
    ) -> Object:
        """Create a storage account, under a key that an identity uses or under Azure's own."""
        given: dict[str, Any] = {"accountName": "acmelake", "kind": "StorageV2", **inputs}
        given.setdefault("sku", {"name": "Standard_LRS"})
        if key and user:
            address, _, name = str(key.get("keyUri")).partition("/keys/")
            given.setdefault(
                "identity", {"type": "UserAssigned", "userAssignedIdentities": [user.id]}
            )
            given["encryption"] = {
                "keySource": "Microsoft.Keyvault",
                "keyVaultProperties": {"keyVaultUri": address, "keyName": name},
                "encryptionIdentity": {"encryptionUserAssignedIdentity": user.id},
            }
        return self.here("storage:StorageAccount", "lake", **given)

    def endpoint(self, name: str = "endpoint", /, **inputs: Any) -> Object:
        """Create a private endpoint in the first subnet, to the account."""
        subnet = self.sandbox.objects("azure-native:network:Subnet")[0]
        target = self.sandbox.objects("azure-native:storage:StorageAccount")[0]
        connection = {"name": "blob", "privateLinkServiceId": target.id, "groupIds": ["blob"]}
        given = {"privateLinkServiceConnections": [connection], "subnet": {"id": subnet.id}}
        return self.here(
            "network:PrivateEndpoint", name, privateEndpointName=name, **{**given, **inputs}
        )

    def container(self, name: str = "raw") -> Object:
        """Create a container of the account."""
        return self.inside(
            "storage:BlobContainer", name, accountName="acmelake", containerName=name
        )

    def can(self, principal: Object | str, verb: str, resource: str) -> bool:
        """Whether somebody may do something."""
        who = principal if isinstance(principal, str) else str(principal.get("principalId"))
        return bool(self.sandbox.can(who, verb, resource))


def principal(identity: Object) -> str:
    """Return what an identity is called where it is given rights."""
    return str(identity.get("principalId"))


def encrypted(azure: Subscription, *, granted: bool = True, **vault: Any) -> Object:
    """Create an account under a key, with or without the right to use it."""
    azure.vault(**vault)
    key, user = azure.key(), azure.identity()
    if granted:
        azure.assign(CRYPTO, key.id, principal(user))
    return azure.account(key, user)


@pytest.fixture
def azure() -> Subscription:
    """Give a test a subscription of its own."""
    return Subscription()
