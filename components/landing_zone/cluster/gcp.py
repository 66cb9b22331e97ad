"""A cluster on Google Cloud: a regional, private one of Google Kubernetes Engine."""

from collections.abc import Iterator

import pulumi
from pulumi_gcp import organizations, projects, serviceaccount

from landing_zone.baseline.gcp import enable, service_agent
from landing_zone.cluster.gcp_control_plane import CLUSTER, Surroundings, control_plane
from landing_zone.cluster.gcp_log import record
from landing_zone.cluster.gcp_nodes import ACCOUNT, POOL, node_account, system_pool, zones
from landing_zone.cluster.gcp_outputs import outputs
from landing_zone.cluster.spec import ClusterOutputs, ClusterSpec
from landing_zone.core import LandingZoneError, Names, Persona, Scope, UnsupportedError
from landing_zone.keys.spec import KeysOutputs, Purpose
from landing_zone.network.spec import NetworkOutputs

PLACE = (
    "location",
    "node_account",
    "disk_key",
    "network",
    "subnetwork",
    "pods_range",
    "node_version",
)
"""What a further node pool needs to know, as strings; the cluster's name is `ClusterOutputs.name`,
and is available once pods can run.

* `location`: the region, which is the cluster's location and so that of its node pools.
* `node_account`: the e-mail address of the nodes' service account.
* `disk_key`: the ID of the key for boot disks, once Compute Engine's agent may use it.
* `network`, `subnetwork`: self link and ID of where nodes are.
* `pods_range`: the name of the secondary range that pods have their addresses from.
* `node_version`: the control plane's whole version, such as `1.35.1-gke.1396002`, for nodes to
  follow: a change reaches them once the control plane has it.
"""

IDLE_MINUTES = 10
"""After how long GKE's autoscaler removes a node that nothing needs.

A cluster's autoscaling profile changes when a node counts as idle, not for how long. GKE has a
delay for each node pool, which this provider cannot set; a compute class has one, for its pools.

Sources: https://cloud.google.com/kubernetes-engine/docs/troubleshooting/cluster-autoscaler-scale-down,
https://cloud.google.com/kubernetes-engine/docs/how-to/dws-flex-start-training
"""

ADMIN_ROLE = "roles/container.admin"
"""Does everything inside the project's clusters, and changes them.

Source: https://cloud.google.com/kubernetes-engine/docs/how-to/iam
"""


def build(
    scope: Scope, spec: ClusterSpec, *, network: NetworkOutputs, keys: KeysOutputs
) -> ClusterOutputs:
    """Declare the control plane, where it is recorded, and the nodes for its own programs."""
    apis = enable(
        scope,
        *("compute", "container", "containerfilesystem", "containersecurity"),
        *("cloudresourcemanager", "iam", "logging", "monitoring"),
    )
    log = record(scope, spec, keys, apis)
    account, roles = node_account(scope, apis)
    around = _surroundings(scope, network, keys, account, apis)
    cluster = control_plane(scope, spec, around, before=[*apis, *roles, log.sink])
    pool = system_pool(scope, spec, around, cluster)
    return outputs(scope, spec, around, cluster, [pool, *_admins(scope, apis)])


def check(names: Names, spec: ClusterSpec) -> Iterator[LandingZoneError]:
    """Refuse what GKE cannot do, and names that it would not take."""
    yield from names.check("name", CLUSTER)
    yield from names.check("name", POOL, "system")
    yield from names.check("name", ACCOUNT, "nodes")
    beginning = len(zones(names.env.region, spec))
    if spec.system_pool.max_nodes < beginning:
        yield LandingZoneError(
            f"system_pool.max_nodes: at least {beginning}, as a pool begins with a node in each of"
            f" its zones (name fewer node_zones for less), got {spec.system_pool.max_nodes}"
        )
    if spec.idle_node_minutes != IDLE_MINUTES:
        yield UnsupportedError(
            f"idle_node_minutes: {spec.idle_node_minutes}",
            "gcp",
            instead=f"leave it at {IDLE_MINUTES}, and give a gpu_pool its idle_shutdown_minutes",
        )
    if not spec.service_mesh_ready:
        yield UnsupportedError(
            "service_mesh_ready: false",
            "gcp",
            instead="leave it true: the control plane reaches webhooks by a connection that nodes"
            " open, which no firewall rule could close to a mesh alone",
        )


def _surroundings(
    scope: Scope,
    network: NetworkOutputs,
    keys: KeysOutputs,
    account: serviceaccount.Account,
    apis: list[pulumi.Resource],
) -> Surroundings:
    """Say where the cluster lies, as whom its nodes act, and which keys may be used by now.

    Compute Engine's agent comes with its API, and no call tells its name, which is made of the
    project's number.

    Sources: https://cloud.google.com/kubernetes-engine/docs/how-to/encrypting-secrets,
    https://cloud.google.com/kubernetes-engine/docs/how-to/using-cmek
    """
    project = organizations.get_project_output(
        project_id=scope.env.account,
        opts=pulumi.InvokeOutputOptions(parent=scope.component, depends_on=apis),
    )
    agent = service_agent(scope, "container", apis)
    compute = pulumi.Output.concat(
        "serviceAccount:service-", project.number, "@compute-system.iam.gserviceaccount.com"
    )
    return Surroundings(
        network=network.id,
        subnetwork=network.node_subnets.apply(lambda subnets: subnets[0]),
        pods_range=network.pod_subnets.apply(lambda ranges: ranges[0]),
        addresses=network.cidrs["network"],
        account=account,
        secrets_key=keys.grant(scope, Purpose.CLUSTER, agent.member, name="secrets-key"),
        disk_key=keys.grant(scope, Purpose.CLUSTER, compute, name="disks-key"),
    )


def _admins(scope: Scope, apis: list[pulumi.Resource]) -> list[pulumi.Resource]:
    """Let those who administer the platform into the cluster, and nobody else."""
    group = scope.env.groups.get(Persona.PLATFORM_ADMIN)
    if group is None:
        return []
    admin = projects.IAMMember(
        scope.child("admin"),
        project=scope.env.account,
        role=ADMIN_ROLE,
        member=f"group:{group}",
        opts=scope.opts(depends_on=apis),
    )
    return [admin]
