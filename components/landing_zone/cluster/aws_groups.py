"""Who reaches the control plane and the nodes: two security groups, and what they let through."""

from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from landing_zone.cluster.spec import ClusterSpec
from landing_zone.core import Scope, after
from landing_zone.network.spec import NetworkOutputs

WEBHOOKS = {
    "kubelet": 10250,
    "metrics": 10251,
    "https": 443,
    "extensions": 4443,
    "webhooks": 8443,
    "controllers": 9443,
}
"""Where the control plane calls programs on the nodes: kubelets, the metrics server, and the
admission webhooks of most operators.

Sources: https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html,
https://docs.aws.amazon.com/eks/latest/userguide/metrics-server.html
"""

MESH = {"mesh": 15017}
"""Where it calls the webhooks of a service mesh.

Source: https://istio.io/latest/docs/ops/deployment/application-requirements/#ports-used-by-istio
"""


@dataclass(frozen=True)
class Groups:
    """The security groups, each available once its rules are there."""

    control: pulumi.Output[str]
    nodes: pulumi.Output[str]
    nodes_id: pulumi.Output[str]
    """The nodes' group without its rules, for whoever waits for the nodes anyway."""


def groups(scope: Scope, spec: ClusterSpec, network: NetworkOutputs) -> Groups:
    """Declare a group for the control plane and one for nodes and their pods.

    The network reaches the control plane by HTTPS. Nodes reach each other, are called by the
    control plane at a few ports, and call what is in the network; whatever else they call leaves
    by HTTPS, and the network's NAT or firewall decides whether it does. A security group knows no
    domain names, and does not filter the VPC's DNS and time. What the control plane itself may
    call is up to the group that EKS adds, which lets everything out.

    Sources: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html,
    https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html
    """
    control = _group(scope, network, "control", "Kubernetes API: HTTPS from inside the network")
    nodes = _group(scope, network, "nodes", "Nodes and pods")
    inside = network.cidrs["network"]
    enter = _ingress(
        scope, control, "control-https", "HTTPS from inside the network", 443, cidr_ipv4=inside
    )
    ports = {**WEBHOOKS, **(MESH if spec.service_mesh_ready else {})}
    calls = [
        _ingress(
            scope,
            nodes,
            f"nodes-{name}",
            f"From the control plane to {name}",
            port,
            referenced_security_group_id=control.id,
        )
        for name, port in ports.items()
    ]
    rules = (
        *calls,
        _among_themselves(scope, nodes),
        _egress(scope, nodes, "nodes-network", "What is in the network", "-1", cidr_ipv4=inside),
        _egress(
            scope,
            nodes,
            "nodes-out",
            "HTTPS by the ways out of the network",
            "tcp",
            from_port=443,
            to_port=443,
            cidr_ipv4="0.0.0.0/0",
        ),
    )
    return Groups(after(control.id, enter), after(nodes.id, *rules), nodes.id)


def _group(
    scope: Scope, network: NetworkOutputs, part: str, description: str
) -> aws.ec2.SecurityGroup:
    return aws.ec2.SecurityGroup(
        scope.child(part),
        description=description,
        vpc_id=network.id,
        tags=scope.tags,
        opts=scope.opts(),
    )


def _ingress(
    scope: Scope,
    group: aws.ec2.SecurityGroup,
    part: str,
    description: str,
    port: int,
    **source: Any,
) -> aws.vpc.SecurityGroupIngressRule:
    return aws.vpc.SecurityGroupIngressRule(
        scope.child(part),
        security_group_id=group.id,
        description=description,
        ip_protocol="tcp",
        from_port=port,
        to_port=port,
        tags=scope.tags,
        opts=scope.opts(),
        **source,
    )


def _among_themselves(
    scope: Scope, group: aws.ec2.SecurityGroup
) -> aws.vpc.SecurityGroupIngressRule:
    return aws.vpc.SecurityGroupIngressRule(
        scope.child("nodes-each-other"),
        security_group_id=group.id,
        description="Nodes and pods among themselves",
        ip_protocol="-1",
        referenced_security_group_id=group.id,
        tags=scope.tags,
        opts=scope.opts(),
    )


def _egress(
    scope: Scope,
    group: aws.ec2.SecurityGroup,
    part: str,
    description: str,
    protocol: str,
    **target: Any,
) -> aws.vpc.SecurityGroupEgressRule:
    return aws.vpc.SecurityGroupEgressRule(
        scope.child(part),
        security_group_id=group.id,
        description=description,
        ip_protocol=protocol,
        tags=scope.tags,
        opts=scope.opts(),
        **target,
    )
