"""What AWS refuses of EKS clusters: where they stand, which version they go to, who runs them.

Sources: https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateCluster.html,
https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html,
https://docs.aws.amazon.com/eks/latest/userguide/update-cluster.html
"""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from landing_zone_rehearsal.sandbox.behaviour import Request, Rule
from landing_zone_rehearsal.sandbox.objects import Object, World

from .access import said_by
from .deployed import ask, role_of
from .network import SUBNET, VPC, vpc_of
from .pods import ADDON, ASSOCIATION, CLUSTER, NODES
from .statements import Call, Principal, statements
from .trust import service_assumes

OFFERED = range(30, 37)
"""The minor versions that can be had, in standard support or in extended.

Source, read 2026-11: https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html
"""

SKEW = 3
"""How many minor versions a node may lag behind.

Source: https://kubernetes.io/releases/version-skew-policy/#kubelet
"""

WITHOUT_EKS = {"use1-az3", "usw1-az2", "cac1-az3"}
"""Zones without control planes.

Source: https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html
"""

PRIVATE = (
    *("10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
    *("192.168.0.0/16", "224.0.0.0/3"),
)
"""Addresses that nobody calls from outside with."""

SERVICE = "eks.amazonaws.com"

NEEDED = "ec2:DescribeSubnets"
"""What EKS does first in the name of a cluster's role, by AmazonEKSClusterPolicy."""


def is_not_offered(request: Request) -> Iterator[str]:
    """Yield that a version is not to be had, or not from the one that runs."""
    new = minor_of(request.object.get("version"))
    old = minor_of(request.old.get("version")) if request.old else new
    if new == old and request.old:
        return
    if new not in OFFERED:
        yield "InvalidParameterException: unsupported Kubernetes version"
    elif new not in (old, old + 1):
        yield (
            "InvalidParameterException: Unsupported Kubernetes minor version update from"
            f" {request.old.get('version') if request.old else ''} to"
            f" {request.object.get('version')}"
        )


def leaves_nodes_behind(request: Request) -> Iterator[str]:
    """Yield that nodes would be too old for the control plane."""
    cluster = request.object
    for nodes in _in(request.world, NODES, cluster) if request.old else ():
        if minor_of(cluster.get("version")) - minor_of(nodes.get("version")) > SKEW:
            yield (
                "InvalidRequestException: Kubelet version of nodegroup"
                f" {nodes.get('nodeGroupName')} ({nodes.get('version')}) is not compatible with"
                f" cluster version {cluster.get('version')}"
            )


def in_one_zone(request: Request) -> Iterator[str]:
    """Yield that subnets lie in one zone, or in networks apart, or groups in another one."""
    cluster = request.object
    subnets = [
        each
        for id in cluster.all("vpcConfig.subnetIds[]")
        if (each := request.world.get(SUBNET, str(id), cluster.place))
    ]
    zones = {each.get("availabilityZoneId") or each.get("availabilityZone") for each in subnets}
    networks = {each.get("vpcId") for each in subnets}
    if subnets and len(zones) < 2:
        yield "InvalidParameterException: Subnets specified must be in at least two different AZs"
    for zone in sorted(zones & WITHOUT_EKS):
        yield (
            f"UnsupportedAvailabilityZoneException: Cannot create cluster '{cluster.id}' because"
            f" EKS does not support creating control plane instances in {zone}, the targeted"
            " availability zone."
        )
    if len(networks) > 1:
        yield "InvalidParameterException: Subnets specified must be in the same VPC"
    for id in cluster.all("vpcConfig.securityGroupIds[]"):
        group = request.world.get("aws:ec2:SecurityGroup", str(id), cluster.place)
        if group and networks and group.get("vpcId") not in networks:
            yield (
                f"InvalidParameterException: Security group(s) [{id}] are not in the same VPC as"
                " the subnets. Please specify a security group that is associated with the VPC:"
                f" {', '.join(sorted(map(str, networks)))}."
            )


def is_out_of_reach(request: Request) -> Iterator[str]:
    """Yield that nobody could reach the API, or that private addresses are to from outside."""
    reach: dict[str, Any] = request.object.get("vpcConfig") or {}
    if reach.get("endpointPublicAccess") is False and not reach.get("endpointPrivateAccess"):
        yield "InvalidParameterException: Private and public endpoint access cannot be false"
    given = [str(each) for each in request.object.all("vpcConfig.publicAccessCidrs[]")]
    private = [each for each in given if _is_private(each)]
    if private:
        yield (
            "InvalidParameterException: The following CIDRs are invalid in publicAccessCidrs:"
            f" [{', '.join(private)}]"
        )


def overlaps_its_network(request: Request) -> Iterator[str]:
    """Yield that the addresses of services lie in the VPC.

    Source: https://docs.aws.amazon.com/eks/latest/APIReference/API_KubernetesNetworkConfigRequest.html
    """
    cluster = request.object
    services = cluster.get("kubernetesNetworkConfig.serviceIpv4Cidr")
    network = vpc_of(request.world, next(iter(cluster.all("vpcConfig.subnetIds[]")), None))
    vpc = request.world.get(VPC, str(network), cluster.place)
    if services and vpc and _overlap(services, vpc.get("cidrBlock")):
        yield (
            f"InvalidParameterException: The specified service CIDR {services} overlaps with the"
            f" VPC CIDR {vpc.get('cidrBlock')}"
        )


def cannot_be_run(request: Request) -> Iterator[str]:
    """Yield that EKS may not take the cluster's role on, or that the role may do nothing."""
    arn = request.object.get("roleArn")
    role = role_of(request.world, str(arn))
    if role is None:
        return
    trust = statements(role.get("assumeRolePolicy"), role.name)
    decision = service_assumes(role, trust, SERVICE)
    if not decision:
        yield (
            f"InvalidParameterException: Role with arn: {arn}, could not be assumed because it"
            f" does not exist or the trusted entity is not correct ({decision.because})"
        )
    elif not may(request.world, role, NEEDED):
        yield (
            f"InvalidParameterException: The role {arn} lacks the permissions of"
            " AmazonEKSClusterPolicy"
        )


def is_protected(request: Request) -> Iterator[str]:
    """Yield that a cluster is protected from deletion.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/deletion-protection.html
    """
    if request.object.get("deletionProtection"):
        yield (
            f"InvalidRequestException: Cluster {request.object.id} cannot be deleted because"
            " deletion protection is enabled. Disable it first."
        )


def may(
    world: World,
    role: Object,
    action: str,
    resource: str = "*",
    context: Mapping[str, Any] | None = None,
) -> bool:
    """Whether a role's policies allow it something of its own account."""
    principal = Principal(name=str(role.get("arn")), account=role.account)
    said = {**said_by(principal, role.account), "aws:requestedregion": role.region}
    call = Call(
        principal=principal,
        action=action,
        resource=resource,
        account=role.account,
        context={**said, **(context or {})},
    )
    return bool(ask(world, call))


def minor_of(version: Any) -> int:
    """Read the minor version out of `1.35`, or out of the version of an add-on or image."""
    parts = str(version).removeprefix("v").split(".")
    return int(parts[1]) if len(parts) > 1 and parts[1].isdigit() else 0


def _in(world: World, kind: str, cluster: Object) -> Iterator[Object]:
    for each in world.find((kind,), ("clusterName",), cluster.id):
        if each.place == cluster.place:
            yield each


def _is_private(cidr: str) -> bool:
    given = ipaddress.IPv4Network(cidr)
    return any(given.subnet_of(ipaddress.IPv4Network(each)) for each in PRIVATE)


def _overlap(one: Any, other: Any) -> bool:
    return ipaddress.IPv4Network(str(one)).overlaps(ipaddress.IPv4Network(str(other)))


CHANGING: Mapping[str, Sequence[Rule]] = {
    CLUSTER: (
        *(is_not_offered, leaves_nodes_behind, in_one_zone, is_out_of_reach),
        *(overlaps_its_network, cannot_be_run),
    ),
}
DELETING: Mapping[str, Sequence[Rule]] = {CLUSTER: (is_protected,)}

INSIDE = (ADDON, ASSOCIATION, "aws:eks:AccessEntry", "aws:eks:AccessPolicyAssociation")
SWEPT: Mapping[str, tuple[tuple[str, str], ...]] = {
    CLUSTER: tuple((each, "clusterName") for each in INSIDE),
}
"""What goes with a cluster; node groups keep it."""
