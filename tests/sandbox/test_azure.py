"""What simulated Azure refuses of networks, of names and of what lies inside what."""

import pytest

from tests.sandbox.azure_things import HERE, Subscription, azure
from tests.sandbox.deployed import deploy

__all__ = ["azure"]


def peer(azure: Subscription, name: str = "peer", **inputs: object):
    subnet = azure.sandbox.objects("azure-native:network:Subnet")[0]
    target = azure.sandbox.objects("azure-native:storage:StorageAccount")[0]
    connection = {"name": "blob", "privateLinkServiceId": target.id, "groupIds": ["blob"]}
    given = {"privateLinkServiceConnections": [connection], "subnet": {"id": subnet.id}, **inputs}
    return azure.here("network:PrivateEndpoint", name, privateEndpointName=name, **given)


def zone(azure: Subscription, name: str = "privatelink.blob.core.windows.net", group: str = "rg"):
    return azure.here(
        "privatedns:PrivateZone",
        name,
        privateZoneName=name,
        location="Global",
        resourceGroupName=group,
    )


def link(azure: Subscription, zone: object, network: object, name: str = "link", group: str = "rg"):
    return azure.make(
        "privatedns:VirtualNetworkLink",
        name,
        resourceGroupName=group,
        privateZoneName=zone.get("name"),
        virtualNetworkLinkName=name,
        location="Global",
        virtualNetwork={"id": network.id},
        registrationEnabled=False,
    )


def guard(azure: Subscription, *rules: dict, **inputs: object):
    whole = {
        "direction": "Inbound",
        "access": "Deny",
        "protocol": "*",
        "sourceAddressPrefix": "*",
        "sourcePortRange": "*",
        "destinationAddressPrefix": "*",
        "destinationPortRange": "*",
    }
    return azure.here(
        "network:NetworkSecurityGroup",
        "guard",
        networkSecurityGroupName="guard",
        securityRules=[{**whole, **rule} for rule in rules],
        **inputs,
    )


def address(azure: Subscription, name: str = "ip", **inputs: object):
    return azure.here(
        "network:PublicIPAddress",
        name,
        publicIpAddressName=name,
        sku={"name": "Standard"},
        publicIPAllocationMethod="Static",
        **inputs,
    )


def gateway(azure: Subscription, ip: object, name: str = "nat", **inputs: object):
    return azure.here(
        "network:NatGateway",
        name,
        natGatewayName=name,
        sku={"name": "Standard"},
        publicIpAddresses=[{"id": ip.id}],
        **inputs,
    )


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


@pytest.mark.parametrize(
    ("prefix", "code"),
    [
        ("10.1.0.0/24", "NetcfgSubnetRangeOutsideVnet"),
        ("10.0.0.0/15", "NetcfgSubnetRangeOutsideVnet"),
        ("10.0.1.128/25", "NetcfgSubnetRangesOverlap"),
        ("10.0.9.0/30", "NetcfgInvalidSubnet"),
    ],
)
def test_a_subnet_fits_into_its_network(azure: Subscription, prefix: str, code: str) -> None:
    azure.vnet()
    azure.subnet()
    assert f'Code="{code}"' in azure.refusal(azure.subnet, "next", prefix)
    azure.subnet("next", "10.0.2.0/24")


def test_a_network_keeps_the_range_of_its_subnets(azure: Subscription) -> None:
    network = azure.vnet()
    azure.subnet()
    smaller = {"addressPrefixes": ["10.0.128.0/17"]}
    said = azure.refusal(azure.change, network, addressSpace=smaller)
    assert 'Code="InUsePrefixCannotBeDeleted" Message="IpPrefix 10.0.1.0/24 on Vnet vnet' in said
    azure.change(network, addressSpace={"addressPrefixes": ["10.0.0.0/17", "10.1.0.0/16"]})


def test_the_ranges_of_a_network_do_not_overlap(azure: Subscription) -> None:
    said = azure.refusal(azure.vnet, "vnet", "10.0.0.0/16", "10.0.4.0/24")
    assert "NetcfgAddressSpaceOverlap" in said


def test_a_range_is_one(azure: Subscription) -> None:
    found = azure.faults("network:Subnet", addressPrefix="10.0.0.1/24", resourceGroupName="rg")
    assert "has host bits set" in found["addressPrefix"]


def test_a_subnet_in_use_keeps_its_range_and_stays(azure: Subscription) -> None:
    network, subnet = azure.vnet(), azure.subnet()
    azure.account()
    endpoint = peer(azure)
    assert "InUseSubnetCannotBeUpdated" in azure.refusal(
        azure.change, subnet, addressPrefix="10.0.2.0/24"
    )
    said = azure.refusal(azure.delete, subnet)
    assert said.startswith('Code="InUseSubnetCannotBeDeleted" Message="Subnet subnet is in use by')
    assert endpoint.id in said
    assert "InUseSubnetCannotBeDeleted" in azure.refusal(azure.delete, network)
    azure.delete(endpoint)
    azure.delete(network)
    assert not azure.sandbox.objects("azure-native:network:Subnet")


def test_what_a_subnet_uses_lies_in_its_region_and_stays(azure: Subscription) -> None:
    azure.vnet()
    far = guard(azure, location="northeurope")
    said = azure.refusal(azure.subnet, networkSecurityGroup={"id": far.id})
    assert 'Code="InvalidResourceReference"' in said
    assert "both resources are in the same region" in said
    azure.delete(far)
    near = guard(azure, location="West Europe")
    subnet = azure.subnet(networkSecurityGroup={"id": near.id.upper()})
    assert "InUseNetworkSecurityGroupCannotBeDeleted" in azure.refusal(azure.delete, near)
    azure.delete(subnet)
    azure.delete(near)


def test_a_reference_points_to_what_exists(azure: Subscription) -> None:
    azure.vnet()
    nothing = f"{azure.group.id}/providers/Microsoft.Network/routeTables/none"
    said = azure.refusal(azure.subnet, routeTable={"id": nothing})
    assert f'Code="InvalidResourceReference" Message="Resource {nothing}' in said


def test_a_reference_is_of_the_right_kind(azure: Subscription) -> None:
    azure.vnet()
    assert "InvalidResourceReference" in azure.refusal(
        azure.subnet, routeTable={"id": guard(azure).id}
    )


def test_a_public_address_belongs_to_one(azure: Subscription) -> None:
    ip = address(azure)
    nat = gateway(azure, ip)
    said = azure.refusal(gateway, azure, ip, "second")
    assert 'Code="PublicIPAddressInUse"' in said
    assert nat.id in said
    assert "PublicIPAddressCannotBeDeleted" in azure.refusal(azure.delete, ip)


def test_a_gateway_stays_while_a_subnet_leaves_through_it(azure: Subscription) -> None:
    azure.vnet()
    nat = gateway(azure, address(azure))
    azure.subnet(natGateway={"id": nat.id})
    assert azure.refusal(azure.delete, nat) == (
        'Code="InUseNatGatewayCannotBeDeleted" Message="Nat gateway nat is in use and cannot be'
        ' deleted."'
    )


def test_rules_of_one_direction_have_an_order(azure: Subscription) -> None:
    said = azure.refusal(
        guard, azure, {"name": "one", "priority": 100}, {"name": "two", "priority": 100}
    )
    assert said.startswith(
        'Code="SecurityRuleConflict" Message="Security rule two conflicts with rule one.'
    )
    guard(
        azure,
        {"name": "one", "priority": 100},
        {"name": "two", "priority": 100, "direction": "Outbound"},
    )


def test_a_route_table_has_one_route_to_a_destination(azure: Subscription) -> None:
    route = {"addressPrefix": "0.0.0.0/0", "nextHopType": "Internet"}
    routes = [{"name": name, **route} for name in ("one", "two")]
    said = azure.refusal(azure.here, "network:RouteTable", "routes", routes=routes)
    assert 'Code="RouteConflict" Message="Route two conflicts with route one.' in said


def test_a_network_resolves_a_zone_once(azure: Subscription) -> None:
    azure.make("resources:ResourceGroup", "hub", resourceGroupName="hub", location="westeurope")
    network, ours, theirs = azure.vnet(), zone(azure), zone(azure, group="hub")
    first = link(azure, ours, network)
    said = azure.refusal(link, azure, theirs, network, group="hub")
    assert "cannot be linked to multiple zones with overlapping namespaces" in said
    assert "overlapping namespaces" in azure.refusal(link, azure, ours, network, "again")
    azure.delete(first)
    link(azure, theirs, network, group="hub")


def test_a_zone_stays_while_a_network_is_linked(azure: Subscription) -> None:
    ours = zone(azure)
    linked = link(azure, ours, azure.vnet())
    said = azure.refusal(azure.delete, ours)
    assert 'Code="CannotDeleteResource" Message="Cannot delete resource while nested' in said
    assert "'Microsoft.Network/privateDnsZones/privatelink.blob" in said
    azure.delete(linked)
    azure.delete(ours)


def test_an_endpoint_leads_to_a_part_that_there_is(azure: Subscription) -> None:
    azure.vnet()
    azure.subnet()
    account = azure.account()
    connection = {"name": "x", "privateLinkServiceId": account.id, "groupIds": ["vault"]}
    said = azure.refusal(peer, azure, privateLinkServiceConnections=[connection])
    assert "Group ID 'vault' is not supported" in said


def test_an_endpoint_lies_in_no_subnet_of_a_service(azure: Subscription) -> None:
    azure.vnet()
    azure.subnet(delegations=[{"name": "db", "serviceName": "Microsoft.Web/serverFarms"}])
    azure.account()
    assert "handed over to another service" in azure.refusal(peer, azure)


def test_an_endpoint_has_one_group_of_names(azure: Subscription) -> None:
    azure.vnet()
    azure.subnet()
    azure.account()
    peer(azure)
    config = [{"name": "blob", "privateDnsZoneId": zone(azure).id}]

    def names(name: str):
        return azure.inside(
            "network:PrivateDnsZoneGroup",
            name,
            privateEndpointName="peer",
            privateDnsZoneGroupName=name,
            privateDnsZoneConfigs=config,
        )

    names("default")
    assert "MoreThanOnePrivateDnsZoneGroupPerPrivateEndpointNotAllowed" in azure.refusal(
        names, "second"
    )


def test_a_firewall_lies_in_the_subnet_of_its_name(azure: Subscription) -> None:
    azure.vnet()
    ip = address(azure)

    def firewall(subnet: object):
        return azure.here(
            "network:AzureFirewall",
            "wall",
            azureFirewallName="wall",
            ipConfigurations=[
                {"name": "out", "subnet": {"id": subnet.id}, "publicIPAddress": {"id": ip.id}}
            ],
        )

    assert "must be named 'AzureFirewallSubnet'" in azure.refusal(firewall, azure.subnet())
    made = firewall(azure.subnet("AzureFirewallSubnet", "10.0.2.0/26"))
    assert made.get("ipConfigurations")[0]["privateIPAddress"]


def test_what_exists_is_not_created_again(azure: Subscription) -> None:
    azure.vnet()
    said = azure.refusal(azure.vnet)
    assert said == (
        f"cannot create already existing resource '{azure.group.id}"
        "/providers/Microsoft.Network/virtualNetworks/vnet'"
    )


def test_what_cannot_be_changed_is_refused_though_it_was_planned(azure: Subscription) -> None:
    made = guard(azure)
    assert azure.refusal(azure.change, made, location="northeurope") == (
        'Code="PropertyChangeNotAllowed" Message="Changing property \'location\' is not allowed."'
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
    endpoint = peer(azure, resourceGroupName="app")
    said = azure.refusal(azure.delete, azure.group)
    assert 'Code="ResourceGroupDeletionBlocked"' in said
    assert "'Microsoft.Network/virtualNetworks/subnets/subnet' could not be deleted" in said
    azure.delete(endpoint)
    azure.delete(azure.group)


def test_a_flow_log_needs_the_watcher_that_the_first_network_brings(azure: Subscription) -> None:
    account, network = azure.account(), azure.vnet()

    def record(region: str = "westeurope", name: str = "log", target: object = network):
        return azure.make(
            "network:FlowLog",
            name,
            resourceGroupName="NetworkWatcherRG",
            networkWatcherName=f"NetworkWatcher_{region}",
            flowLogName=name,
            location=region,
            targetResourceId=target.id,
            storageId=account.id,
        )

    assert "networkWatchers/NetworkWatcher_northeurope' could not be found" in azure.refusal(
        record, "northeurope"
    )
    record()
    said = azure.refusal(record, name="again")
    assert "CannotCreateMoreThanOneFlowLogPerTargetResource" in said


def test_a_flow_log_writes_in_the_region_of_its_network(azure: Subscription) -> None:
    account, network = azure.account(location="northeurope"), azure.vnet()
    said = azure.refusal(
        azure.make,
        "network:FlowLog",
        "log",
        resourceGroupName="NetworkWatcherRG",
        networkWatcherName="NetworkWatcher_westeurope",
        location="westeurope",
        targetResourceId=network.id,
        storageId=account.id,
    )
    assert "both resources are in the same region" in said


def test_a_record_goes_to_one_place_once(azure: Subscription) -> None:
    account = azure.account()
    blobs = f"{account.id}/blobServices/default"

    def setting(name: str, on: str = blobs, category: str = "StorageRead", **inputs: object):
        sink = {"storageAccountId": account.id, **inputs}
        logs = [{"category": category, "enabled": True}]
        return azure.make(
            "monitor:DiagnosticSetting", name, name=name, resourceUri=on, logs=logs, **sink
        )

    assert "was not found" in azure.refusal(setting, "x", f"{azure.group.id}/providers/M.N/x/y")
    assert "At least one data sink" in azure.refusal(setting, "x", storageAccountId=None)
    setting("one")
    said = azure.refusal(setting, "two")
    assert "is already used in diagnostic setting 'one' for category 'StorageRead'" in said
    setting("two", category="StorageWrite")
    for name in ("three", "four", "five"):
        setting(name, category=name)
    assert "The limit of 5 diagnostic settings" in azure.refusal(setting, "six", category="six")


def test_only_what_is_recorded_can_be_asked_for(azure: Subscription) -> None:
    account = azure.account()
    made = azure.inside(
        "storage:BlobServiceProperties", "blobs", accountName="acmelake", blobServicesName="default"
    )
    said = azure.refusal(
        azure.make,
        "monitor:DiagnosticSetting",
        "log",
        resourceUri=made.id,
        storageAccountId=account.id,
        logs=[{"category": "StorageRaed", "enabled": True}],
    )
    assert said == 'Code="BadRequest" Message="Category \'StorageRaed\' is not supported."'


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
