"""Networks, security groups, machines and load balancers that "just work"."""

from pulumi_aws import ec2

EXPECTED = {
    "web-vpc": "untagged abroad unflowed",
    "default-vpc": "default",
    "default-subnet": "untagged abroad",
    "default-group": "default",
    "web-subnet": "public-machines untagged abroad",
    "web-subnet-2": "public-machines untagged abroad",
    "web-gateway": "mistagged reserved-tag abroad",
    "web-secgrp": "open untagged abroad",
    "ssh-anywhere": "open",
    "rdp-anywhere": "open",
    "all-ipv6": "open",
    "database-group": "open untagged abroad",
    "webapp-rule": "open",
    "docker-group": "open untagged abroad",
    "kubelet-group": "open untagged abroad",
    "nacl": "open untagged abroad",
    "cross-region-peering": "untagged",
}


def networks():
    """https://github.com/bridgecrewio/terragoat/blob/master/terraform/aws/ec2.tf"""
    vpc = ec2.Vpc("web-vpc", cidr_block="172.16.0.0/16", enable_dns_hostnames=True)
    ec2.DefaultVpc("default-vpc")
    ec2.DefaultSubnet("default-subnet", availability_zone="us-east-1a")
    ec2.DefaultSecurityGroup(
        "default-group",
        vpc_id=vpc.id,
        ingress=[{"protocol": "-1", "self": True, "from_port": 0, "to_port": 0}],
        egress=[{"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": ["0.0.0.0/0"]}],
    )
    first = ec2.Subnet(
        "web-subnet", vpc_id=vpc.id, cidr_block="172.16.10.0/24", map_public_ip_on_launch=True
    )
    ec2.Subnet(
        "web-subnet-2", vpc_id=vpc.id, cidr_block="172.16.11.0/24", map_public_ip_on_launch=True
    )
    gateway = ec2.InternetGateway(
        "web-gateway",
        vpc_id=vpc.id,
        tags={
            "aws:owner": "jane",
            "owner": "jane",
            "cost-center": "unknown",
            "environment": "live",
        },
    )
    routes = ec2.RouteTable(
        "web-routes",
        vpc_id=vpc.id,
        routes=[{"cidr_block": "0.0.0.0/0", "gateway_id": gateway.id}],
    )
    ec2.RouteTableAssociation("web-routed", subnet_id=first.id, route_table_id=routes.id)
    ec2.VpcPeeringConnection(
        "cross-region-peering", vpc_id=vpc.id, peer_vpc_id="vpc-0d1e2f3a", peer_region="ap-south-1"
    )
    web_groups(vpc.id)


def web_groups(vpc):
    """https://www.pulumi.com/registry/packages/aws/how-to-guides/ec2-webserver/"""
    web = ec2.SecurityGroup(
        "web-secgrp",
        description="Enable HTTP access",
        vpc_id=vpc,
        ingress=[
            {"protocol": "tcp", "from_port": 80, "to_port": 80, "cidr_blocks": ["0.0.0.0/0"]},
            {"protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_blocks": ["0.0.0.0/0"]},
        ],
    )
    ec2.SecurityGroupRule(
        "ssh-anywhere",
        type="ingress",
        protocol="tcp",
        from_port=0,
        to_port=1024,
        cidr_blocks=["0.0.0.0/0"],
        security_group_id=web.id,
    )
    ec2.SecurityGroup(
        "database-group",
        vpc_id=vpc,
        ingress=[
            {"protocol": "tcp", "from_port": 5432, "to_port": 5432, "cidr_blocks": ["0.0.0.0/0"]}
        ],
    )
    ec2.SecurityGroup(
        "docker-group",
        vpc_id=vpc,
        ingress=[
            {"protocol": "tcp", "from_port": 2375, "to_port": 2376, "cidr_blocks": ["0.0.0.0/0"]}
        ],
    )
    ec2.SecurityGroup(
        "kubelet-group",
        vpc_id=vpc,
        ingress=[
            {
                "protocol": "tcp",
                "from_port": 10250,
                "to_port": 10250,
                "ipv6_cidr_blocks": ["::/0"],
            }
        ],
    )
    for name, port in {"rdp-anywhere": 3389, "webapp-rule": 8080}.items():
        ec2.SecurityGroupRule(
            name,
            type="ingress",
            protocol="tcp",
            from_port=port,
            to_port=port,
            cidr_blocks=["10.0.0.0/8", "0.0.0.0/0"],
            security_group_id=web.id,
        )
    ec2.SecurityGroupRule(
        "all-ipv6",
        type="ingress",
        protocol="-1",
        from_port=0,
        to_port=0,
        ipv6_cidr_blocks=["::/0"],
        security_group_id=web.id,
    )
    ec2.NetworkAcl(
        "nacl",
        vpc_id=vpc,
        ingress=[
            {
                "protocol": "-1",
                "rule_no": 100,
                "action": "allow",
                "cidr_block": "0.0.0.0/0",
                "from_port": 0,
                "to_port": 0,
            }
        ],
    )


PROGRAM = (networks,)
