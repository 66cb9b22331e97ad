# pyright: reportArgumentType=false, reportCallIssue=false
"""Programs on Google Cloud that the rules of networks admit, deny and leave open."""

import json

from pulumi_gcp import (
    alloydb,
    appengine,
    artifactregistry,
    bigquery,
    cloudrunv2,
    compute,
    container,
    dataflow,
    datafusion,
    organizations,
    pubsub,
    sql,
    storage,
    tpu,
    vertex,
    workbench,
    workstations,
)

from tests.policies.cases import Cases
from tests.policies.network import gcp_rows
from tests.policies.network.pairs import admitted, denied, pair

CASES = Cases([*gcp_rows.CASES.found])
ALL, NAMED = ["0.0.0.0/0"], ["10.0.0.0/8"]


def firewall(name, *ports, protocol="tcp", **rest):
    allows = [{"protocol": protocol, **({"ports": list(ports)} if ports else {})}]
    compute.Firewall(name, network="ours", **{"allows": allows, **rest})


def rule_of_a_policy(name, *ports, sources=ALL, **rest):
    match = {
        "layer4_configs": [{"ip_protocol": "tcp", "ports": list(ports)}],
        "src_ip_ranges": sources,
    }
    given = {"action": "allow", "direction": "INGRESS", "match": match, **rest}
    compute.NetworkFirewallPolicyRule(name, firewall_policy="ours", priority=1, **given)


for rule, port in (("NET-01", "22"), ("NET-02", "80")):
    number = rule.replace("-", "").lower()
    pair(
        CASES,
        rule,
        f"firewall_{number}",
        lambda name, port=port: firewall(name, port, source_ranges=NAMED),
        lambda name, port=port: firewall(name, port, source_ranges=ALL),
        "sourceRanges",
    )
    pair(
        CASES,
        rule,
        f"rule_of_a_policy_{number}",
        lambda name, port=port: rule_of_a_policy(name, port, sources=NAMED),
        lambda name, port=port: rule_of_a_policy(name, port),
        "match.srcIpRanges",
    )
    denied(CASES, rule, f"no_source_{number}", lambda name, port=port: firewall(name, port))
    admitted(
        CASES,
        rule,
        f"a_tag_for_a_source_{number}",
        lambda name, port=port: firewall(name, port, source_tags=["ours"]),
    )
    denied(
        CASES,
        rule,
        f"every_protocol_{number}",
        lambda name: firewall(name, protocol="all", source_ranges=["::/0"]),
    )
    denied(
        CASES,
        rule,
        f"range_over_it_{number}",
        lambda name: firewall(name, "20-100", source_ranges=ALL),
    )
    admitted(CASES, rule, f"https_{number}", lambda name: firewall(name, "443", source_ranges=ALL))


@CASES.passes_by("NET-01", "NET-02")
def firewall_for_what_goes_out(name):
    firewall(name, "22", direction="EGRESS", destination_ranges=ALL)


@CASES.passes_by("NET-01")
def firewall_that_denies(name):
    compute.Firewall(
        name, network="ours", denies=[{"protocol": "tcp", "ports": ["22"]}], source_ranges=ALL
    )


@CASES.passes_by("NET-01")
def firewall_that_is_disabled(name):
    firewall(name, "22", source_ranges=ALL, disabled=True)


def bucket(name, **rest):
    given = {"public_access_prevention": "enforced", "uniform_bucket_level_access": True}
    storage.Bucket(name, location="EU", **{**given, **rest})


pair(
    CASES,
    "NET-03",
    "bucket",
    bucket,
    lambda name: bucket(name, public_access_prevention="inherited"),
    "publicAccessPrevention",
)
denied(
    CASES,
    "NET-03",
    "bucket_with_acls",
    lambda name: bucket(name, uniform_bucket_level_access=None),
    "uniformBucketLevelAccess",
)
SOMEONE, EVERYONE = "group:ours@acme.example", "allUsers"


def of_bucket(name, member):
    storage.BucketIAMMember(name, bucket="it", role="roles/storage.objectViewer", member=member)


def all_of_bucket(name, *members):
    role = "roles/storage.objectViewer"
    storage.BucketIAMBinding(name, bucket="it", role=role, members=list(members))


def policy_of_bucket(name, member):
    bindings = [{"role": "roles/storage.objectViewer", "members": [member]}]
    storage.BucketIAMPolicy(name, bucket="it", policy_data=json.dumps({"bindings": bindings}))


for what, make in {
    "member": of_bucket,
    "binding": all_of_bucket,
    "policy": policy_of_bucket,
}.items():
    pair(
        CASES,
        "NET-03",
        f"{what}_of_a_bucket",
        lambda name, make=make: make(name, SOMEONE),
        lambda name, make=make: make(name, EVERYONE),
    )
denied(
    CASES,
    "NET-03",
    "one_of_a_binding",
    lambda name: all_of_bucket(name, SOMEONE, "allAuthenticatedUsers"),
    "members[1]",
)
denied(
    CASES,
    "NET-03",
    "acl_of_a_bucket",
    lambda name: storage.BucketACL(name, bucket="it", role_entities=["READER:allUsers"]),
    "roleEntities[0]",
)


def database(name, **configuration):
    settings = {"tier": "db-g1-small", "ip_configuration": configuration}
    sql.DatabaseInstance(name, database_version="POSTGRES_17", settings=settings)


pair(
    CASES,
    "NET-04",
    "database",
    lambda name: database(name, ipv4_enabled=False, private_network="ours"),
    lambda name: database(name, private_network="ours"),
    "settings.ipConfiguration.ipv4Enabled",
)
denied(
    CASES,
    "NET-04",
    "database_for_everyone",
    lambda name: database(name, ipv4_enabled=True, authorized_networks=[{"value": "0.0.0.0/0"}]),
    "settings.ipConfiguration.authorizedNetworks[0].value",
)
pair(
    CASES,
    "NET-04",
    "alloydb",
    lambda name: alloydb.Instance(name, cluster="it", instance_id="it", instance_type="PRIMARY"),
    lambda name: alloydb.Instance(
        name,
        cluster="it",
        instance_id="it",
        instance_type="PRIMARY",
        network_config={"enable_public_ip": True},
    ),
    "networkConfig.enablePublicIp",
)


def cluster(name, **rest):
    container.Cluster(name, location="europe-west4", **rest)


PRIVATE = {"enable_private_endpoint": True, "enable_private_nodes": True}
pair(
    CASES,
    "NET-05",
    "control_plane",
    lambda name: cluster(name, private_cluster_config=PRIVATE),
    lambda name: cluster(
        name,
        private_cluster_config={"enable_private_endpoint": False, "enable_private_nodes": True},
    ),
)
pair(
    CASES,
    "NET-05",
    "ranges_of_a_control_plane",
    lambda name: cluster(
        name, master_authorized_networks_config={"cidr_blocks": [{"cidr_block": "203.0.113.0/24"}]}
    ),
    lambda name: cluster(
        name, master_authorized_networks_config={"cidr_blocks": [{"cidr_block": "0.0.0.0/0"}]}
    ),
)
denied(CASES, "NET-05", "bare_cluster", cluster)
admitted(
    CASES,
    "NET-05",
    "no_range_at_all",
    lambda name: cluster(name, master_authorized_networks_config={}),
)


def machine(name, interface, **rest):
    compute.Instance(
        name,
        machine_type="e2-small",
        zone="europe-west4-a",
        boot_disk={"initialize_params": {"image": "it"}},
        network_interfaces=[interface],
        **rest,
    )


pair(
    CASES,
    "NET-06",
    "machine",
    lambda name: machine(name, {"subnetwork": "ours"}),
    lambda name: machine(name, {"subnetwork": "ours", "access_configs": [{}]}),
    "networkInterfaces[0].accessConfigs",
)
pair(
    CASES,
    "NET-06",
    "nodes",
    lambda name: cluster(name, private_cluster_config=PRIVATE),
    cluster,
    "privateClusterConfig",
)
pair(
    CASES,
    "NET-06",
    "pool",
    lambda name: container.NodePool(
        name, cluster="it", network_config={"enable_private_nodes": True}
    ),
    lambda name: container.NodePool(
        name, cluster="it", network_config={"enable_private_nodes": False}
    ),
)
denied(
    CASES,
    "NET-06",
    "job_with_addresses",
    lambda name: dataflow.Job(name, temp_gcs_location="gs://it/t", template_gcs_path="gs://it/p"),
)


@CASES.admits("NET-06")
def pool_of_a_private_cluster(name):
    made = container.Cluster(
        f"{name}-cluster", location="europe-west4", private_cluster_config=PRIVATE
    )
    container.NodePool(name, cluster=made.name)


@CASES.leaves_open("NET-06")
def pool_of_an_unknown_cluster(name):
    container.NodePool(name, cluster="elsewhere")


pair(
    CASES,
    "NET-07",
    "network",
    lambda name: compute.Network(name, auto_create_subnetworks=False),
    compute.Network,
    "autoCreateSubnetworks",
)
pair(
    CASES,
    "NET-07",
    "project",
    lambda name: organizations.Project(name, project_id="it", auto_create_network=False),
    lambda name: organizations.Project(name, project_id="it"),
    "autoCreateNetwork",
)
pair(
    CASES,
    "NET-07",
    "interface",
    lambda name: machine(name, {"network": "ours"}),
    lambda name: machine(name, {"network": "default"}),
    "networkInterfaces[0].network",
)
denied(CASES, "NET-07", "cluster_by_default", cluster)


@CASES.admits("NET-07")
def cluster_in_a_network_of_the_program(name):
    made = compute.Network(f"{name}-network", auto_create_subnetworks=False)
    cluster(name, network=made.id)


def endpoint(name, **rest):
    vertex.AiEndpoint(name, display_name="it", location="europe-west4", **rest)


pair(
    CASES,
    "NET-08",
    "endpoint",
    lambda name: endpoint(
        name, private_service_connect_config={"enable_private_service_connect": True}
    ),
    endpoint,
)
pair(
    CASES,
    "NET-08",
    "index",
    lambda name: vertex.AiIndexEndpoint(name, display_name="it"),
    lambda name: vertex.AiIndexEndpoint(name, display_name="it", public_endpoint_enabled=True),
    "publicEndpointEnabled",
)
pair(
    CASES,
    "NET-08",
    "notebook",
    lambda name: workbench.Instance(name, location="it", gce_setup={"disable_public_ip": True}),
    lambda name: workbench.Instance(name, location="it"),
)
denied(
    CASES,
    "NET-08",
    "tpu_with_an_address",
    lambda name: tpu.V2Vm(name, runtime_version="it", network_config={"enable_external_ips": True}),
)


def subnet(name, **rest):
    compute.Subnetwork(name, network="ours", ip_cidr_range="10.0.0.0/20", **rest)


pair(
    CASES,
    "NET-09",
    "subnet",
    lambda name: subnet(name, private_ip_google_access=True),
    subnet,
    "privateIpGoogleAccess",
)


@CASES.passes_by("NET-09")
def subnet_for_proxies(name):
    subnet(name, purpose="REGIONAL_MANAGED_PROXY")


@CASES.passes_by("NET-09")
def subnet_that_nothing_leaves(name):
    network = compute.Network(f"{name}-network", delete_default_routes_on_create=True)
    compute.Subnetwork(name, network=network.id, ip_cidr_range="10.0.0.0/20")


def caller(name, member):
    cloudrunv2.ServiceIamMember(
        name, location="europe-west4", name="it", role="roles/run.invoker", member=member
    )


def service(name, **rest):
    cloudrunv2.Service(
        name, location="europe-west4", template={"containers": [{"image": "it"}]}, **rest
    )


pair(
    CASES,
    "NET-10",
    "caller",
    lambda name: caller(name, SOMEONE),
    lambda name: caller(name, EVERYONE),
    "member",
)
pair(
    CASES,
    "NET-10",
    "service",
    service,
    lambda name: service(name, invoker_iam_disabled=True),
    "invokerIamDisabled",
)

pair(
    CASES,
    "NET-12",
    "policies_of_a_cluster",
    lambda name: cluster(name, datapath_provider="ADVANCED_DATAPATH"),
    cluster,
    "datapathProvider",
)
admitted(CASES, "NET-12", "autopilot", lambda name: cluster(name, enable_autopilot=True))

pair(
    CASES,
    "NET-13",
    "metadata_of_a_pool",
    lambda name: container.NodePool(
        name, cluster="it", node_config={"workload_metadata_config": {"mode": "GKE_METADATA"}}
    ),
    lambda name: container.NodePool(name, cluster="it", node_config={}),
)


def topic(name, member):
    pubsub.TopicIAMMember(name, topic="it", role="roles/pubsub.publisher", member=member)


def repository(name, member):
    artifactregistry.RepositoryIamMember(
        name, repository="it", role="roles/artifactregistry.reader", member=member
    )


def dataset(name, member):
    bigquery.DatasetAccess(name, dataset_id="it", role="READER", iam_member=member)


for what, make in {"topic": topic, "repository": repository, "dataset": dataset}.items():
    pair(
        CASES,
        "NET-14",
        f"grant_on_a_{what}",
        lambda name, make=make: make(name, SOMEONE),
        lambda name, make=make: make(name, EVERYONE),
    )
denied(
    CASES,
    "NET-14",
    "dataset_for_all_who_sign_in",
    lambda name: bigquery.DatasetAccess(
        name, dataset_id="it", role="READER", special_group="allAuthenticatedUsers"
    ),
    "specialGroup",
)


def app_rule(name, action, source):
    appengine.FirewallRule(name, action=action, source_range=source, priority=1000)


pair(
    CASES,
    "NET-10",
    "app_rule",
    lambda name: app_rule(name, "ALLOW", "10.0.0.0/8"),
    lambda name: app_rule(name, "ALLOW", "*"),
    "sourceRange",
)


def fusion(name, **rest):
    datafusion.Instance(name, type="BASIC", **rest)


def workstation(name, private):
    workstations.WorkstationConfig(
        name,
        workstation_config_id="a",
        workstation_cluster_id="b",
        location="europe-west4",
        host={"gce_instance": {"disable_public_ip_addresses": private}},
    )


pair(
    CASES,
    "NET-08",
    "fusion",
    lambda name: fusion(name, private_instance=True),
    fusion,
    "privateInstance",
)
pair(
    CASES,
    "NET-08",
    "workstation",
    lambda name: workstation(name, private=True),
    lambda name: workstation(name, private=False),
    "host.gceInstance.disablePublicIpAddresses",
)
