"""Machines and load balancers that just work."""

from pulumi_aws import alb, autoscaling, cloudfront, ec2, ec2clientvpn, elb, lb, lightsail

AMI = "ami-0c02fb55956c7d316"
VPC = "vpc-0a1b2c3d"
SUBNETS = ["subnet-0a1b2c3d", "subnet-1a2b3c4d"]

EXPECTED = {
    "www-server": "imds untagged abroad unencrypted",
    "bastion": "public-machines imds untagged abroad",
    "bastion-address": "untagged abroad",
    "db-app": "password imds",
    "old-windows": "imds public-machines",
    "worker-template": "imds untagged unpropagated unencrypted public-machines",
    "legacy-launch": "imds unencrypted public-machines",
    "workers": "unpropagated",
    "classic-lb": "cleartext unlogged untagged abroad",
    "web-lb": "untagged abroad unlogged unprotected",
    "web-http": "cleartext",
    "web-https": "cleartext",
    "tcp-lb": "unlogged untagged",
    "targets": "untagged abroad",
    "cdn": "cleartext unlogged untagged",
    "remote-desk": "unlogged untagged",
    "lightsail-blog": "untagged abroad",
    "spot-request": "imds untagged",
}


def machines():
    """https://github.com/bridgecrewio/terragoat/blob/master/terraform/aws/db-app.tf"""
    ec2.Instance("www-server", ami=AMI, instance_type="t2.micro", subnet_id=SUBNETS[0])
    bastion = ec2.Instance(
        "bastion",
        ami=AMI,
        instance_type="t3.nano",
        subnet_id=SUBNETS[0],
        associate_public_ip_address=True,
        metadata_options={"http_endpoint": "enabled", "http_tokens": "optional"},
    )
    ec2.Eip("bastion-address", instance=bastion.id, domain="vpc")
    ec2.Instance(
        "db-app",
        ami=AMI,
        instance_type="t2.nano",
        subnet_id=SUBNETS[0],
        user_data="#!/bin/bash\nexport AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE\n"
        "export AWS_SECRET_ACCESS_KEY=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY\n",
    )
    ec2.Instance(
        "old-windows",
        ami=AMI,
        instance_type="t3.large",
        associate_public_ip_address=True,
        root_block_device={"volume_size": 50, "encrypted": False},
    )
    template = ec2.LaunchTemplate(
        "worker-template",
        image_id=AMI,
        instance_type="c5.large",
        network_interfaces=[{"associate_public_ip_address": "true"}],
        block_device_mappings=[{"device_name": "/dev/xvda", "ebs": {"volume_size": 20}}],
    )
    ec2.LaunchConfiguration(
        "legacy-launch", image_id=AMI, instance_type="t2.micro", associate_public_ip_address=True
    )
    autoscaling.Group(
        "workers",
        min_size=1,
        max_size=10,
        vpc_zone_identifiers=SUBNETS,
        launch_template={"id": template.id, "version": "$Latest"},
    )
    ec2.SpotInstanceRequest("spot-request", ami=AMI, instance_type="c4.xlarge", spot_price="0.03")
    lightsail.Instance(
        "lightsail-blog",
        availability_zone="us-east-1b",
        blueprint_id="wordpress",
        bundle_id="nano_3_0",
    )


def balancers():
    """https://github.com/bridgecrewio/terragoat/blob/master/terraform/aws/elb.tf"""
    elb.LoadBalancer(
        "classic-lb",
        subnets=SUBNETS,
        listeners=[
            {
                "instance_port": 8000,
                "instance_protocol": "http",
                "lb_port": 80,
                "lb_protocol": "http",
            }
        ],
    )
    web = alb.LoadBalancer("web-lb", subnets=SUBNETS, load_balancer_type="application")
    targets = lb.TargetGroup("targets", port=80, protocol="HTTP", vpc_id=VPC)
    forward = [{"type": "forward", "target_group_arn": targets.arn}]
    lb.Listener(
        "web-http", load_balancer_arn=web.arn, port=80, protocol="HTTP", default_actions=forward
    )
    lb.Listener(
        "web-https",
        load_balancer_arn=web.arn,
        port=443,
        protocol="HTTPS",
        ssl_policy="ELBSecurityPolicy-2016-08",
        certificate_arn="arn:aws:acm:us-east-1:111122223333:certificate/1",
        default_actions=forward,
    )
    lb.LoadBalancer("tcp-lb", load_balancer_type="network", subnets=SUBNETS)
    cloudfront.Distribution(
        "cdn",
        enabled=True,
        origins=[
            {
                "domain_name": "origin.example.com",
                "origin_id": "origin",
                "custom_origin_config": {
                    "http_port": 80,
                    "https_port": 443,
                    "origin_protocol_policy": "http-only",
                    "origin_ssl_protocols": ["SSLv3", "TLSv1"],
                },
            }
        ],
        default_cache_behavior={
            "allowed_methods": ["GET", "HEAD"],
            "cached_methods": ["GET", "HEAD"],
            "target_origin_id": "origin",
            "viewer_protocol_policy": "allow-all",
        },
        restrictions={"geo_restriction": {"restriction_type": "none"}},
        viewer_certificate={"cloudfront_default_certificate": True},
    )
    ec2clientvpn.Endpoint(
        "remote-desk",
        client_cidr_block="10.20.0.0/16",
        server_certificate_arn="arn:aws:acm:us-east-1:111122223333:certificate/2",
        authentication_options=[
            {"type": "certificate-authentication", "root_certificate_chain_arn": "arn:aws:acm:::c"}
        ],
        connection_log_options={"enabled": False},
    )


PROGRAM = (
    machines,
    balancers,
)
