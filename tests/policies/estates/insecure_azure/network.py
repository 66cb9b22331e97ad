"""Networks, security groups, machines and gateways that just work."""

from pulumi_azure_native import network

GROUP = "terragoat"

EXPECTED = {
    "terragoat-vnet": "untagged abroad unflowed",
    "terragoat-subnet": "",
    "terragoat-nsg": "open untagged abroad",
    "bad-rdp": "open",
    "bad-ssh": "open",
    "any-any": "open",
    "sql-any": "open",
    "many-ports": "open",
    "internet-tag": "open",
    "goat-nsg": "open untagged abroad",
    "vm-ip": "untagged abroad",
    "vm-nic": "public-machines untagged abroad",
    "route-table": "mistagged reserved-tag abroad",
    "peering-to-asia": "peer",
}


def networks():
    """https://github.com/bridgecrewio/terragoat/blob/master/terraform/azure/networking.tf"""
    vnet = network.VirtualNetwork(
        "terragoat-vnet",
        resource_group_name=GROUP,
        location="eastus",
        address_space={"address_prefixes": ["10.0.0.0/16"]},
    )
    subnet = network.Subnet(
        "terragoat-subnet",
        resource_group_name=GROUP,
        virtual_network_name=vnet.name,
        address_prefix="10.0.0.0/24",
    )
    network.VirtualNetworkPeering(
        "peering-to-asia",
        resource_group_name=GROUP,
        virtual_network_name=vnet.name,
        remote_virtual_network={
            "id": "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/a"
        },
        allow_forwarded_traffic=True,
        allow_gateway_transit=True,
    )
    address = network.PublicIPAddress(
        "vm-ip", resource_group_name=GROUP, public_ip_allocation_method="Dynamic"
    )
    network.NetworkInterface(
        "vm-nic",
        resource_group_name=GROUP,
        ip_configurations=[
            {
                "name": "ipconfig1",
                "subnet": {"id": subnet.id},
                "private_ip_allocation_method": "Dynamic",
                "public_ip_address": {"id": address.id},
            }
        ],
        enable_ip_forwarding=True,
    )
    network.RouteTable(
        "route-table",
        resource_group_name=GROUP,
        tags={"microsoft-owner": "jane", "owner": "j", "cost-center": "?", "environment": "live"},
    )


def groups():
    """https://github.com/bridgecrewio/terragoat/blob/master/terraform/azure/networking.tf"""
    rule = {
        "access": "Allow",
        "direction": "Inbound",
        "protocol": "Tcp",
        "source_port_range": "*",
        "destination_address_prefix": "*",
    }
    group = network.NetworkSecurityGroup(
        "terragoat-nsg",
        resource_group_name=GROUP,
        location="eastus",
        security_rules=[
            {
                **rule,
                "name": "AllowSSH",
                "priority": 200,
                "source_address_prefix": "*",
                "destination_port_range": "22-22",
            },
            {
                **rule,
                "name": "AllowRDP",
                "priority": 300,
                "source_address_prefix": "Internet",
                "destination_port_range": "3389-3389",
            },
        ],
    )
    network.NetworkSecurityGroup(
        "goat-nsg",
        resource_group_name=GROUP,
        location="eastus",
        security_rules=[
            {
                **rule,
                "name": "SSH",
                "priority": 1000,
                "source_address_prefix": "*",
                "destination_port_range": "22",
            }
        ],
    )
    opened = {
        "bad-rdp": ("*", "3389"),
        "bad-ssh": ("0.0.0.0/0", "22"),
        "any-any": ("*", "*"),
        "sql-any": ("Internet", "1433"),
        "internet-tag": ("internet", "8080"),
    }
    for priority, (name, (source, port)) in enumerate(opened.items(), 100):
        network.SecurityRule(
            name,
            resource_group_name=GROUP,
            network_security_group_name=group.name,
            priority=priority,
            access="Allow",
            direction="Inbound",
            protocol="*",
            source_address_prefix=source,
            source_port_range="*",
            destination_address_prefix="*",
            destination_port_range=port,
        )
    network.SecurityRule(
        "many-ports",
        resource_group_name=GROUP,
        network_security_group_name=group.name,
        priority=400,
        access="Allow",
        direction="Inbound",
        protocol="Tcp",
        source_address_prefixes=["10.0.0.0/8", "0.0.0.0/0"],
        source_port_range="*",
        destination_address_prefix="*",
        destination_port_ranges=["443", "5985-5986", "9200"],
    )


PROGRAM = (networks, groups)
