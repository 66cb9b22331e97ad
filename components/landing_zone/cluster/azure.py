"""A cluster on Azure: a private AKS control plane and the nodes for its own programs."""

from collections.abc import Iterator

import pulumi

from landing_zone.baseline.azure import refusals, resource_group
from landing_zone.cluster.azure_access import identities, let_administer, let_control
from landing_zone.cluster.azure_control import CLUSTER, NODES_GROUP, Parts, control_plane
from landing_zone.cluster.azure_disks import disk_encryption
from landing_zone.cluster.azure_logs import record_control_plane
from landing_zone.cluster.azure_network import NAMES, control_plane_subnet, private_names
from landing_zone.cluster.azure_reach import access_to, authority_of, endpoint_of, issuer_of
from landing_zone.cluster.azure_upkeep import keep_up
from landing_zone.cluster.spec import ClusterOutputs, ClusterSpec
from landing_zone.core import LandingZoneError, Names, Scope, UnsupportedError, after
from landing_zone.keys.spec import KeysOutputs
from landing_zone.network.spec import NetworkOutputs
from landing_zone_policies.facts.regions import REGIONS

PLACE = ("resource_group", "cluster", "nodes_subnet", "identity", "idle_node_minutes")
"""What a further node pool needs of the cluster, as keys of `ClusterOutputs.place`.

`resource_group` and `cluster` are names, `nodes_subnet` is a resource ID, `identity` the object ID
of what the control plane is (rights on reservations and placement groups are its), and
`idle_node_minutes` the one value that AKS has for all pools of a cluster. Disks need nothing:
the cluster's disk encryption set is that of all its pools.
"""


def check(names: Names, spec: ClusterSpec) -> Iterator[LandingZoneError]:
    """Yield what Azure refuses of a settled spec."""
    yield from refusals(names)
    yield from names.check("name", CLUSTER)
    yield from names.check("name", NODES_GROUP, "nodes")
    if spec.endpoint == "private":
        yield from names.check("name", NAMES)
    if REGIONS[names.env.cloud][names.env.region].zones == 0:
        what = f"node_zones: zones in region {names.env.region}"
        yield UnsupportedError(what, "azure", instead="use a region with availability zones")
    if not spec.service_mesh_ready:
        fix = "leave it out: the control plane lies in the network and reaches every node"
        yield UnsupportedError("service_mesh_ready: False", "azure", instead=fix)


def build(
    scope: Scope, spec: ClusterSpec, *, network: NetworkOutputs, keys: KeysOutputs
) -> ClusterOutputs:
    """Declare the cluster: where it lies, who it is, what encrypts it, itself, and its records.

    Whoever puts something into it has to belong to the group of `platform_admin`: there is no
    account in the cluster itself.
    """
    group = resource_group(scope, stateful=True)
    nodes_subnet = network.node_subnets.apply(lambda subnets: subnets[0])
    who = identities(scope, group)
    subnet = control_plane_subnet(scope, group, spec, network)
    names = private_names(scope, group, network) if spec.endpoint == "private" else None
    disks, key = disk_encryption(scope, group, keys, waiting_for=network.endpoint_subnets)
    rights = let_control(
        scope,
        who,
        subnets={"control-plane": subnet.id, "nodes": nodes_subnet},
        network=network.id,
        names=names,
        disks=disks.id,
        keys=keys,
    )
    parts = Parts(
        group=group,
        identities=who,
        subnet=subnet.id,
        nodes_subnet=nodes_subnet,
        names=names,
        disks=disks.id,
        key=after(key, *rights),
        vault=keys.store,
        cidrs=network.cidrs,
        egress=network.egress,
    )
    cluster = control_plane(scope, spec, parts)
    ready = after(cluster.id, *let_administer(scope, cluster))
    keep_up(scope, group, cluster, spec.maintenance)
    record_control_plane(scope, group, cluster, days=spec.log_days, keys=keys, network=network)

    def usable(value: pulumi.Input[str]) -> pulumi.Output[str]:
        return after(value, ready)

    server = usable(endpoint_of(cluster, spec.endpoint))
    authority = usable(authority_of(scope, group, cluster))
    return ClusterOutputs(
        id=ready,
        name=usable(cluster.name),
        version=usable(spec.version),
        endpoint=server,
        certificate_authority=authority,
        issuer=usable(issuer_of(cluster)),
        kubeconfig=access_to(scope, cluster, server=server, authority=authority),
        node_identity=usable(who.nodes.principal_id),
        place={
            "resource_group": usable(group.name),
            "cluster": usable(cluster.name),
            "nodes_subnet": usable(nodes_subnet),
            "identity": usable(who.control_plane.principal_id),
            "idle_node_minutes": usable(str(spec.idle_node_minutes)),
        },
    )
