"""A private EKS cluster, and the nodes for what every cluster runs.

What further node groups need of it is in `ClusterOutputs.place`, by the words in `PLACE`.
"""

from collections.abc import Iterator
from ipaddress import IPv4Network

import pulumi

from landing_zone.baseline import aws_roles as baseline_roles
from landing_zone.cluster import aws_nodes, aws_programs, aws_roles
from landing_zone.cluster.aws_addons import BEFORE_NODES, ON_NODES, addons
from landing_zone.cluster.aws_control import (
    NAME,
    ROLE,
    access_to,
    authority_of,
    control_plane,
    issuer_of,
)
from landing_zone.cluster.aws_groups import groups
from landing_zone.cluster.aws_programs import AUTOSCALER, PROGRAMS
from landing_zone.cluster.aws_upkeep import PLACE as WINDOW
from landing_zone.cluster.aws_upkeep import UPKEEP, patch_weekly, window
from landing_zone.cluster.spec import ClusterOutputs, ClusterSpec
from landing_zone.core import LandingZoneError, Names, Scope, after
from landing_zone.keys.spec import KeysOutputs, Purpose
from landing_zone.network.spec import NetworkOutputs

PLACE = (
    "node_role_arn",
    "node_security_group_id",
    "cluster_security_group_id",
    "disk_key_arn",
    "idle_node_minutes",
    *WINDOW,
)
"""What a node group of one's own takes from the cluster, all available once pods can run.

- `node_role_arn`: the role of every node, as `aws.eks.NodeGroup.node_role_arn`. It may join the
  cluster, pull images and nothing else; it is never given data.
- `node_security_group_id`: for `vpc_security_group_ids` (or each network interface) of a launch
  template. Nodes in it reach each other and the network, the control plane reaches them.
- `cluster_security_group_id`: the group that EKS made for the control plane. Nodes do not join it,
  but a rule may name it as a source.
- `disk_key_arn`: the key of the purpose `cluster`, as `kms_key_id` of every volume of a launch
  template; the autoscaling service of the account already may use it.
- `idle_node_minutes`: after how many minutes a node goes that nothing needs, unless its group says
  otherwise.
- `upkeep_role_arn`, `upkeep_cron`, `upkeep_timezone`, `upkeep_hours`: as whom a clock has nodes
  patched, and when: what `aws_upkeep.patch_weekly` wants.
"""


PRIVATE = (
    *("10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12"),
    *("192.168.0.0/16", "224.0.0.0/3"),
)
"""What EKS refuses as a public network.

Source: https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html
"""


def check(names: Names, spec: ClusterSpec) -> Iterator[LandingZoneError]:
    """Yield what AWS refuses: names that are too long, and private addresses as public ones."""
    yield from names.check("name", NAME)
    for part in (ROLE, UPKEEP, *(each.part for each in PROGRAMS)):
        yield from baseline_roles.too_long(names, "name", f"{part}-role")
    for index, cidr in enumerate(spec.endpoint if spec.endpoint != "private" else ()):
        if any(cidr.overlaps(IPv4Network(each)) for each in PRIVATE):
            allowed = "a public network, as the private ones reach the endpoint anyway"
            yield LandingZoneError(f"endpoint.{index}: {allowed}, got '{cidr}'")


def build(
    scope: Scope, spec: ClusterSpec, *, network: NetworkOutputs, keys: KeysOutputs
) -> ClusterOutputs:
    """Declare the cluster: the control plane, what makes nodes ready, nodes, what runs on them."""
    disk_key = keys.ids[Purpose.CLUSTER]
    reach = groups(scope, spec, network)
    cluster = control_plane(scope, spec, reach, network=network, keys=keys)
    early = addons(scope, BEFORE_NODES, cluster, version=spec.version, disk_key=disk_key)
    role = aws_roles.declare(scope, aws_nodes.node_role())
    nodes = aws_nodes.system_nodes(
        scope,
        spec,
        cluster,
        role=role,
        group=reach.nodes,
        disk_key=disk_key,
        network=network,
        ready=early,
    )
    late = addons(scope, ON_NODES, cluster, version=spec.version, disk_key=disk_key, ready=[nodes])
    autoscaler = aws_programs.role_of(scope, AUTOSCALER, cluster, disk_key)
    bound = aws_programs.let_scale(scope, autoscaler, cluster)
    when = window(scope, spec, cluster)
    patched = patch_weekly(scope, UPKEEP, nodes, when, ready=[*late, bound])

    works = after(cluster.arn, patched)

    def usable(value: pulumi.Input[str]) -> pulumi.Output[str]:
        return after(value, works)

    return ClusterOutputs.existing(
        id=works,
        name=usable(cluster.name),
        version=usable(cluster.version),
        endpoint=usable(cluster.endpoint),
        certificate_authority=usable(authority_of(cluster)),
        issuer=usable(issuer_of(cluster)),
        kubeconfig=usable(access_to(scope, cluster)),
        node_identity=usable(role),
        place={
            "node_role_arn": usable(role),
            "node_security_group_id": usable(reach.nodes_id),
            "cluster_security_group_id": usable(
                cluster.vpc_config.apply(lambda each: each.cluster_security_group_id or "")
            ),
            "disk_key_arn": usable(disk_key),
            "idle_node_minutes": pulumi.Output.from_input(str(spec.idle_node_minutes)),
            **{key: pulumi.Output.from_input(value) for key, value in when.items()},
        },
    )
