"""What simulated Azure refuses of names, of parents, and of the order of things."""

import pytest

from tests.sandbox.azure_things import (
    HERE,
    Subscription,
    azure,
)
from tests.sandbox.deployed import deploy

__all__ = ["azure"]


def test_a_network_needs_its_resource_group(azure: Subscription) -> None:
    said = azure.refusal(azure.vnet, resourceGroupName="nowhere")
    assert said == (
        'Code="ResourceGroupNotFound" Message="Resource group \'nowhere\' could not be found."'
    )


def test_a_subnet_needs_its_network(azure: Subscription) -> None:
    said = azure.refusal(azure.subnet)
    assert said.startswith('Code="ParentResourceNotFound" Message="Failed to perform \'write\'')
    assert "of type 'virtualNetworks/subnets', because the parent resource '" in said
    assert said.endswith("/virtualNetworks/vnet' could not be found.\"")


def test_a_network_of_the_same_name_in_another_group_is_not_its_parent(azure: Subscription) -> None:
    azure.make("resources:ResourceGroup", "other", resourceGroupName="other", location="westeurope")
    azure.vnet(resourceGroupName="other")
    assert "ParentResourceNotFound" in azure.refusal(azure.subnet)


def test_what_exists_is_not_created_again(azure: Subscription) -> None:
    azure.vnet()
    said = azure.refusal(azure.vnet)
    assert said == (
        f"cannot create already existing resource '{azure.group.id}"
        "/providers/Microsoft.Network/virtualNetworks/vnet'"
    )


def test_a_group_takes_everything_in_it_along(azure: Subscription) -> None:
    azure.vnet()
    azure.subnet()
    azure.account()
    azure.container()
    azure.delete(azure.group)
    assert not azure.sandbox.objects()


def test_a_group_stays_while_something_outside_needs_what_is_in_it(azure: Subscription) -> None:
    azure.vnet()
    azure.subnet()
    azure.account()
    azure.make("resources:ResourceGroup", "app", resourceGroupName="app", location="westeurope")
    endpoint = azure.endpoint(resourceGroupName="app")
    said = azure.refusal(azure.delete, azure.group)
    assert 'Code="ResourceGroupDeletionBlocked"' in said
    assert "'Microsoft.Network/virtualNetworks/subnets/subnet' could not be deleted" in said
    azure.delete(endpoint)
    azure.delete(azure.group)


@pytest.mark.parametrize(
    ("type", "inputs", "path"),
    [
        ("storage:StorageAccount", {"accountName": "Acme-Lake"}, "accountName"),
        ("storage:StorageAccount", {"accountName": "a" * 25}, "accountName"),
        ("keyvault:Vault", {"vaultName": "two--hyphens"}, "vaultName"),
        ("storage:BlobContainer", {"containerName": "ab"}, "containerName"),
        ("storage:BlobServiceProperties", {"blobServicesName": "other"}, "blobServicesName"),
        ("authorization:RoleAssignment", {"principalId": "acme"}, "principalId"),
        ("resources:ResourceGroup", {"resourceGroupName": "ends.with."}, "resourceGroupName"),
        ("network:VirtualNetwork", {"virtualNetworkName": "v" * 65}, "virtualNetworkName"),
        ("network:NatGateway", {"idleTimeoutInMinutes": 3}, "idleTimeoutInMinutes"),
        ("network:NatGateway", {"zones": ["4"]}, "zones[0]"),
        (
            "network:NetworkSecurityGroup",
            {"securityRules": [{"priority": 99}]},
            "securityRules[0].priority",
        ),
        (
            "managedidentity:FederatedIdentityCredential",
            {"issuer": "http://plain.example"},
            "issuer",
        ),
    ],
)
def test_a_name_or_number_outside_the_rules_is_a_fault(
    azure: Subscription, type: str, inputs: dict[str, object], path: str
) -> None:
    assert path in azure.faults(type, **inputs)


@pytest.mark.parametrize(
    ("tags", "word"),
    [
        ({"cost/center": "x"}, "InvalidTagNameCharacters"),
        ({"azure-team": "x"}, "InvalidTagName"),
        ({"n" * 513: "x"}, "InvalidTagNameLength"),
        ({"name": "x" * 257}, "InvalidTagValueLength"),
        ({str(n): "x" for n in range(51)}, "TooManyTags"),
    ],
)
def test_tags_follow_the_grammar(azure: Subscription, tags: dict[str, str], word: str) -> None:
    assert word in azure.faults("resources:ResourceGroup", tags=tags)["tags"]


def test_an_account_takes_shorter_tag_names(azure: Subscription) -> None:
    assert "InvalidTagNameLength" in azure.refusal(azure.account, tags={"n" * 129: "x"})


def test_a_zone_is_taken_down_in_the_order_in_which_it_cannot_be_refused() -> None:
    sandbox = deploy("azure", "dev").sandbox
    for each in reversed(sandbox.objects()):
        sandbox.delete(each.type, each.id)
    assert sandbox.objects() == []
    assert {each.kind for each in sandbox.left_over()} == {
        "azure-native:keyvault:Key",
        "azure-native:keyvault:Vault",
    }
    assert not [call for call in sandbox.calls() if call[4]]


def test_a_zone_taken_down_in_the_order_of_its_creation_is_refused() -> None:
    sandbox = deploy("azure", "dev").sandbox
    networks = sandbox.objects("azure-native:network:VirtualNetwork")
    said = Subscription().refusal(sandbox.delete, networks[0].type, networks[0].id)
    assert "InUseSubnetCannotBeDeleted" in said
    assert HERE in said


def test_a_zone_that_was_taken_down_can_be_deployed_again() -> None:
    """What is soft-deleted holds its names, so the next of it has others."""
    sandbox = deploy("azure", "dev", {}).sandbox
    before = {each.id for each in sandbox.objects("azure-native:keyvault:Vault")}
    for each in reversed(sandbox.objects()):
        sandbox.delete(each.type, each.id)
    deploy("azure", "dev", {}, sandbox=sandbox)
    assert not before & {each.id for each in sandbox.objects("azure-native:keyvault:Vault")}
