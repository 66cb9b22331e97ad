"""AWS refuses networks whose parts do not fit together, and deletes nothing that is needed."""

import pytest

from tests.sandbox.aws_account import Account

VPC, SUBNET, TABLE, ROUTE = "ec2:Vpc", "ec2:Subnet", "ec2:RouteTable", "ec2:Route"
ANYWHERE = "0.0.0.0/0"


def gateway(account, vpc):
    return account.make("ec2:InternetGateway", "internet", vpcId=vpc.id)


def nat(account, subnet, address=None):
    address = address or account.make("ec2:Eip", "address", domain="vpc")
    return account.make("ec2:NatGateway", "nat", subnetId=subnet.id, allocationId=address.id)


@pytest.mark.parametrize(
    ("cidr", "code"),
    [
        ("10.0.0.0/25", "InvalidSubnet.Conflict"),
        ("10.0.0.128/25", "InvalidSubnet.Conflict"),
        ("10.1.0.0/24", "InvalidSubnet.Range"),
        ("10.0.1.0/29", "InvalidSubnet.Range"),
    ],
)
def test_a_subnet_has_to_fit_into_its_vpc_beside_the_others(cidr, code):
    account = Account()
    vpc, _ = account.network()
    said = account.refusal(account.make, SUBNET, "b", vpcId=vpc.id, cidrBlock=cidr)
    assert said.startswith(f"{code}: The CIDR '{cidr}'")


def test_a_subnet_may_lie_in_a_further_range_of_its_vpc():
    account = Account()
    vpc, _ = account.network()
    further = {"vpcId": vpc.id, "cidrBlock": "10.1.0.0/16"}
    account.make("ec2:VpcIpv4CidrBlockAssociation", "more", **further)
    account.make(SUBNET, "b", vpcId=vpc.id, cidrBlock="10.1.0.0/24")
    said = account.refusal(account.make, "ec2:VpcIpv4CidrBlockAssociation", "again", **further)
    assert said.startswith("InvalidVpc.Range: The CIDR '10.1.0.0/16' conflicts")


def test_the_same_ranges_stand_in_two_networks():
    account = Account()
    account.network()
    other = account.make(VPC, "other", cidrBlock="10.0.0.0/16")
    account.make(SUBNET, "b", vpcId=other.id, cidrBlock="10.0.0.0/24")


@pytest.mark.parametrize("cidr", ["10.0.0.0/15", "10.0.0.0/29"])
def test_a_vpc_has_16_to_65536_addresses(cidr):
    account = Account()
    said = account.refusal(account.make, VPC, "vpc", cidrBlock=cidr)
    assert said == f"InvalidVpc.Range: The CIDR '{cidr}' is invalid."


@pytest.mark.parametrize(
    ("region", "zone", "fits"),
    [
        ("eu-west-1", {"availabilityZoneId": "euw1-az1"}, True),
        ("eu-west-1", {"availabilityZoneId": "euw2-az1"}, False),
        ("eu-west-1", {"availabilityZone": "eu-west-1c"}, True),
        ("eu-west-1", {"availabilityZone": "eu-central-1a"}, False),
        ("ap-southeast-2", {"availabilityZoneId": "apse2-az3"}, True),
        ("us-gov-east-1", {"availabilityZoneId": "usge1-az2"}, True),
        ("us-west-2", {"availabilityZoneId": "usw2-lax1-az1"}, True),
    ],
)
def test_a_subnet_lies_in_a_zone_of_its_region(region, zone, fits):
    account = Account()
    vpc = account.make(VPC, "vpc", region, cidrBlock="10.0.0.0/16")
    place = {"vpcId": vpc.id, "cidrBlock": "10.0.0.0/24", **zone}
    if fits:
        account.make(SUBNET, "a", region, **place)
    else:
        assert "InvalidParameterValue" in account.refusal(
            account.make, SUBNET, "a", region, **place
        )


def test_a_network_of_another_region_does_not_exist():
    account = Account()
    vpc, _ = account.network()
    place = {"vpcId": vpc.id, "cidrBlock": "10.0.1.0/24"}
    said = account.refusal(account.make, SUBNET, "b", "us-east-1", **place)
    assert said == f"InvalidVpcID.NotFound: The vpc ID '{vpc.id}' does not exist"


def test_a_subnet_follows_one_table_and_a_table_has_one_route_for_a_destination():
    account = Account()
    vpc, subnet = account.network()
    internet = gateway(account, vpc)
    tables = [account.make(TABLE, name, vpcId=vpc.id) for name in ("one", "two")]
    route = {"destinationCidrBlock": ANYWHERE, "gatewayId": internet.id}
    follows = {"subnetId": subnet.id}
    account.make("ec2:RouteTableAssociation", "a", routeTableId=tables[0].id, **follows)
    account.make(ROUTE, "out", routeTableId=tables[0].id, **route)
    account.make(ROUTE, "out-too", routeTableId=tables[1].id, **route)
    said = account.refusal(
        account.make, "ec2:RouteTableAssociation", "b", routeTableId=tables[1].id, **follows
    )
    assert said.startswith("Resource.AlreadyAssociated: the specified association for route table")
    said = account.refusal(account.make, ROUTE, "again", routeTableId=tables[0].id, **route)
    assert said == f"RouteAlreadyExists: The route identified by {ANYWHERE} already exists."


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"destinationCidrBlock": ANYWHERE}, "one of `carrierGatewayId"),
        ({"gatewayId": "local"}, "one of `destinationCidrBlock"),
        (
            {"destinationCidrBlock": ANYWHERE, "gatewayId": "local", "networkInterfaceId": "eni-1"},
            "but `gatewayId,networkInterfaceId` were specified",
        ),
        ({"destinationCidrBlock": ANYWHERE, "natGatewayId": "nat-1"}, "InvalidNatGatewayID.Not"),
        ({"destinationCidrBlock": ANYWHERE, "gatewayId": "igw-1"}, "InvalidGatewayID.NotFound"),
        ({"destinationCidrBlock": ANYWHERE, "vpcEndpointId": "vpce-1"}, "InvalidVpcEndpointId"),
    ],
)
def test_a_route_leads_to_one_thing_that_exists(given, words):
    account = Account()
    vpc, _ = account.network()
    table = account.make(TABLE, "table", vpcId=vpc.id)
    assert words in account.refusal(account.make, ROUTE, "out", routeTableId=table.id, **given)


def test_a_vpcs_main_table_takes_routes():
    account = Account()
    vpc, _ = account.network()
    internet = gateway(account, vpc)
    main = vpc.get("mainRouteTableId")
    way = {"destinationCidrBlock": ANYWHERE, "gatewayId": internet.id}
    account.make(ROUTE, "out", routeTableId=main, **way)
    adopted = account.make("ec2:DefaultRouteTable", "main", defaultRouteTableId=main)
    assert adopted.id == main


def test_the_parts_of_two_networks_do_not_mix():
    account = Account()
    vpc, subnet = account.network()
    other = account.make(VPC, "other", cidrBlock="10.1.0.0/16")
    table = account.make(TABLE, "table", vpcId=other.id)
    internet = gateway(account, vpc)
    different = "belong to different networks"
    assert different in account.refusal(
        account.make, "ec2:RouteTableAssociation", "a", routeTableId=table.id, subnetId=subnet.id
    )
    way = {"routeTableId": table.id, "destinationCidrBlock": ANYWHERE}
    assert different in account.refusal(account.make, ROUTE, "a", gatewayId=internet.id, **way)
    exit_ = nat(account, subnet)
    assert different in account.refusal(account.make, ROUTE, "b", natGatewayId=exit_.id, **way)


def test_a_vpc_has_one_internet_gateway():
    account = Account()
    vpc, _ = account.network()
    gateway(account, vpc)
    said = account.refusal(account.make, "ec2:InternetGateway", "second", vpcId=vpc.id)
    assert said == (
        f"InvalidParameterValue: Network {vpc.id} already has an internet gateway attached"
    )


def test_a_nat_gateway_needs_an_internet_gateway_and_an_address_of_its_own():
    account = Account()
    vpc, subnet = account.network()
    said = account.refusal(nat, account, subnet)
    assert said == f"Gateway.NotAttached: Network {vpc.id} has no Internet gateway attached"
    gateway(account, vpc)
    place = {"subnetId": subnet.id}
    assert "AllocationId" in account.refusal(account.make, "ec2:NatGateway", "none", **place)
    made = nat(account, subnet)
    address = account.sandbox.objects("aws:ec2:Eip")[-1]
    assert made.get("publicIp") == address.get("publicIp")
    assert "already associated" in account.refusal(nat, account, subnet, address)
    account.make("ec2:NatGateway", "private", connectivityType="private", **place)


def test_what_a_nat_gateway_needs_stays_as_long_as_it():
    account = Account()
    vpc, subnet = account.network()
    internet = gateway(account, vpc)
    made = nat(account, subnet)
    address = account.sandbox.objects("aws:ec2:Eip")[0]
    words = [
        (vpc, f"DependencyViolation: The vpc '{vpc.id}' has dependencies and cannot be deleted."),
        (subnet, f"DependencyViolation: The subnet '{subnet.id}' has dependencies"),
        (internet, "DependencyViolation: Network"),
        (address, f"InvalidIPAddress.InUse: Address {address.get('publicIp')} is in use."),
    ]
    for thing, said in words:
        assert account.refusal(account.delete, thing).startswith(said)
    for thing in (made, address, internet, subnet, vpc):
        account.delete(thing)
    assert account.sandbox.objects() == []


def test_what_is_part_of_something_goes_with_it():
    account = Account()
    vpc, subnet = account.network()
    internet = gateway(account, vpc)
    table = account.make(TABLE, "table", vpcId=vpc.id)
    way = {"destinationCidrBlock": ANYWHERE, "gatewayId": internet.id}
    account.make(ROUTE, "out", routeTableId=table.id, **way)
    account.make("ec2:RouteTableAssociation", "a", routeTableId=table.id, subnetId=subnet.id)
    account.make("ec2:DefaultSecurityGroup", "default", vpcId=vpc.id)
    main = vpc.get("defaultRouteTableId")
    account.make("ec2:DefaultRouteTable", "main", defaultRouteTableId=main)
    group = account.make("ec2:SecurityGroup", "group", vpcId=vpc.id)
    rule = {"ipProtocol": "tcp", "fromPort": 443, "toPort": 443, "cidrIpv4": "10.0.0.0/16"}
    account.make("vpc:SecurityGroupIngressRule", "https", securityGroupId=group.id, **rule)
    assert "routeTable" in account.refusal(account.delete, table)
    for thing in (subnet, table, internet, group, vpc):
        account.delete(thing)
    assert account.sandbox.objects() == []


def test_the_default_group_of_a_vpc_is_the_one_that_the_vpc_names():
    account = Account()
    vpc, _ = account.network()
    adopted = account.make("ec2:DefaultSecurityGroup", "default", vpcId=vpc.id)
    assert adopted.id == vpc.get("defaultSecurityGroupId")
