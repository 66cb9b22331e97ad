"""What simulated Azure refuses of networks: ranges, regions, rules, addresses, firewalls."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.sandbox.azure_things import (
    Subscription,
    azure,
)

__all__ = ["azure"]


def guard(azure: Subscription, *rules: dict[str, Any], **inputs: Any):
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


def address(azure: Subscription, name: str = "ip", **inputs: Any):
    return azure.here(
        "network:PublicIPAddress",
        name,
        publicIpAddressName=name,
        sku={"name": "Standard"},
        publicIPAllocationMethod="Static",
        **inputs,
    )


def gateway(azure: Subscription, ip: Any, name: str = "nat", **inputs: Any):
    return azure.here(
        "network:NatGateway",
        name,
        natGatewayName=name,
        sku={"name": "Standard"},
        publicIpAddresses=[{"id": ip.id}],
        **inputs,
    )


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
    endpoint = azure.endpoint()
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


def test_a_firewall_lies_in_the_subnet_of_its_name(azure: Subscription) -> None:
    azure.vnet()
    ip = address(azure)

    def firewall(subnet: Any):
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


def test_what_cannot_be_changed_is_refused_though_it_was_planned(azure: Subscription) -> None:
    made = guard(azure)
    assert azure.refusal(azure.change, made, location="northeurope") == (
        'Code="PropertyChangeNotAllowed" Message="Changing property \'location\' is not allowed."'
    )


def test_a_firewall_takes_no_address_of_another(azure: Subscription) -> None:
    azure.vnet()
    ip, home = address(azure), azure.subnet("AzureFirewallSubnet", "10.0.2.0/26")
    gateway(azure, ip)
    place = {"name": "out", "subnet": {"id": home.id}, "publicIPAddress": {"id": ip.id}}
    said = azure.refusal(azure.here, "network:AzureFirewall", "wall", ipConfigurations=[place])
    assert 'Code="PublicIPAddressInUse"' in said


def test_a_network_takes_one_change_at_a_time(azure: Subscription) -> None:
    azure.vnet()
    ranges = {f"part{n}": f"10.0.{n}.0/24" for n in range(8)}
    with ThreadPoolExecutor(len(ranges)) as pool:
        asked = [pool.submit(azure.subnet, name, part) for name, part in ranges.items()]
    said = {str(each.exception()) for each in asked if each.exception()}
    assert len(azure.sandbox.objects("azure-native:network:Subnet")) < len(ranges)
    assert {each.partition(" Message")[0] for each in said} == {'Code="AnotherOperationInProgress"'}
