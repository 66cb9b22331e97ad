"""What may be reached from outside on Google Cloud, and what leaves networks privately."""

from collections.abc import Iterator, Mapping

from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass, Undetermined
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check, either, judged, need
from landing_zone_policies.rules.network.reach import NAMED
from landing_zone_policies.values import Gap
from landing_zone_policies.wanted import (
    absent,
    false,
    given,
    matches,
    none_of,
    not_false,
    not_true,
    one_of,
    plain,
    true,
)

BUCKET = "gcp:storage:Bucket"
CLUSTER = "gcp:container:Cluster"
POOL = "gcp:container:NodePool"
SUBNET = "gcp:compute:Subnetwork"
NETWORK = "gcp:compute:Network"
ROUTE = "gcp:compute:Route"
MACHINES = (
    "gcp:compute:Instance",
    "gcp:compute:InstanceTemplate",
    "gcp:compute:RegionInstanceTemplate",
    "gcp:compute:InstanceFromTemplate",
    "gcp:compute:InstanceFromMachineImage",
)

NO_ALL = matches(r"(?i)(?!.*(?:allUsers|allAuthenticatedUsers)).*", "for named people").or_missing()
OWN_NETWORK = matches(r"(?!(?:.*/)?default$).+", "a network other than the default").if_unknown(
    holds=True
)

PROXIES = (
    "REGIONAL_MANAGED_PROXY",
    "GLOBAL_MANAGED_PROXY",
    "INTERNAL_HTTPS_LOAD_BALANCER",
    "PRIVATE_SERVICE_CONNECT",
    "PEER_MIGRATION",
)
"""What a subnet is for that holds no machine.

Source: https://cloud.google.com/vpc/docs/subnets#purpose
"""


@check(CLUSTER, reads=("privateClusterConfig.enablePrivateEndpoint", "controlPlaneEndpointsConfig"))
def control_plane_is_private(cluster: Resource, world: World) -> Iterator[Outcome]:
    """The control plane has no public address, or takes named ranges there.

    Source: https://cloud.google.com/kubernetes-engine/docs/concepts/network-isolation
    """
    dns = cluster.first("controlPlaneEndpointsConfig.dnsEndpointConfig.allowExternalTraffic")
    yield judged(dns, not_true, world.settings, says="its DNS endpoint takes traffic from outside")
    private = cluster.first("privateClusterConfig.enablePrivateEndpoint")
    by_address = cluster.first("controlPlaneEndpointsConfig.ipEndpointsConfig.enabled")
    if plain(private.value) is True or plain(by_address.value) is False:
        yield Pass(private.path)
        return
    allowed = cluster.first("masterAuthorizedNetworksConfig")
    if allowed.value is Gap.MISSING:
        unknown = Gap.UNKNOWN in [each for each in (private.value, by_address.value) if not each]
        says = "the control plane takes the whole internet, and has to be private or name ranges"
        yield Undetermined(private.path, says) if unknown else Fail(private.path, says)
        return
    for found in cluster.find("masterAuthorizedNetworksConfig.cidrBlocks[].cidrBlock"):
        if found.value is not Gap.MISSING:
            yield judged(found, NAMED, world.settings)


@check(
    POOL, reads=("networkConfig.enablePrivateNodes", f"{CLUSTER}.privateClusterConfig"), joins=True
)
def pool_is_private(pool: Resource, world: World) -> Iterator[Outcome]:
    """The machines of a pool are private by its own words, or else by its cluster's."""
    own = pool.first("networkConfig.enablePrivateNodes")
    if own.value is not Gap.MISSING:
        yield judged(own, true, world.settings)
        return
    clusters = world.estate.targets(pool, "cluster", CLUSTER)
    if not clusters:
        yield Undetermined(own.path, "its cluster is not in the program")
    for each in clusters:
        found = each.first("privateClusterConfig.enablePrivateNodes")
        yield judged(found, true, world.settings)


@check(SUBNET, reads=("privateIpGoogleAccess", "purpose"), joins=True)
def subnet_reaches_google(subnet: Resource, world: World) -> Iterator[Outcome]:
    """Machines without a public address reach Google's services from their subnet."""
    if plain(subnet.get("purpose")) in [plain(each) for each in PROXIES]:
        yield NotApplicable("it holds no machines")
        return
    networks = world.estate.targets(subnet, "network", NETWORK)
    if networks and not any(_has_a_way_out(each, world) for each in networks):
        yield NotApplicable("nothing leaves its network")
        return
    yield judged(subnet.first("privateIpGoogleAccess"), true, world.settings)


def _has_a_way_out(network: Resource, world: World) -> bool:
    if plain(network.get("deleteDefaultRoutesOnCreate")) is not True:
        return True
    return bool(world.estate.pointing(network, "network", ROUTE))


@check(
    "gcp:cloudrunv2:Service", "gcp:cloudrunv2:WorkerPool", reads=("invokerIamDisabled", "ingress")
)
def service_asks_who_calls(service: Resource, world: World) -> Iterator[Outcome]:
    """A service asks who calls it, or takes calls from inside alone."""
    inside = ("ingress_traffic_internal_only", "ingress_traffic_internal_load_balancer")
    if plain(service.get("ingress")) in inside:
        yield Pass("ingress")
        return
    says = "everyone may call the service: it does not ask who calls"
    yield judged(service.first("invokerIamDisabled"), not_true, world.settings, says=says)


@check(CLUSTER, reads=("datapathProvider", "networkPolicy.enabled", "enableAutopilot"))
def cluster_enforces_policies(cluster: Resource, world: World) -> Iterator[Outcome]:
    """Network policies are enforced by Dataplane V2, as on every Autopilot cluster, or Calico."""
    if plain(cluster.get("enableAutopilot")) is True:
        yield Pass("enableAutopilot")
        return
    if plain(cluster.get("networkPolicy.enabled")) is True:
        yield Pass("networkPolicy.enabled")
        return
    yield judged(cluster.first("datapathProvider"), one_of("ADVANCED_DATAPATH"), world.settings)


DEFAULT_POOL = (("removeDefaultNodePool", not_true), ("enableAutopilot", not_true))

CHECKS: Mapping[str, tuple[Check, ...]] = {
    "NET-03": (
        need(BUCKET, "publicAccessPrevention", one_of("enforced")),
        need(BUCKET, "uniformBucketLevelAccess", true),
        need("gcp:storage:BucketACL", "predefinedAcl", none_of("publicRead", "publicReadWrite")),
        need(("gcp:storage:BucketACL", "gcp:storage:DefaultObjectACL"), "roleEntities[]", NO_ALL),
        need(
            (
                "gcp:storage:BucketAccessControl",
                "gcp:storage:DefaultObjectAccessControl",
                "gcp:storage:ObjectAccessControl",
            ),
            "entity",
            NO_ALL,
        ),
    ),
    "NET-04": (
        need("gcp:sql:DatabaseInstance", "settings.ipConfiguration.ipv4Enabled", false),
        need(
            "gcp:sql:DatabaseInstance",
            "settings.ipConfiguration.authorizedNetworks[].value",
            NAMED.or_missing(),
        ),
        need("gcp:alloydb:Instance", "networkConfig.enablePublicIp", not_true),
        need(
            "gcp:alloydb:Instance",
            "networkConfig.authorizedExternalNetworks[].cidrRange",
            NAMED.or_missing(),
        ),
    ),
    "NET-05": (control_plane_is_private,),
    "NET-06": (
        need(MACHINES, "networkInterfaces[].accessConfigs", absent),
        need(MACHINES, "networkInterfaces[].ipv6AccessConfigs", absent),
        need(CLUSTER, "privateClusterConfig.enablePrivateNodes", true),
        pool_is_private,
        need("gcp:dataproc:Cluster", "clusterConfig.gceClusterConfig.internalIpOnly", not_false),
        need("gcp:dataflow:Job", "ipConfiguration", one_of("WORKER_IP_PRIVATE")),
    ),
    "NET-07": (
        need(NETWORK, "autoCreateSubnetworks", false),
        need(NETWORK, "name", none_of("default")),
        need("gcp:organizations:Project", "autoCreateNetwork", false),
        need("gcp:compute:Firewall", "network", OWN_NETWORK),
        need(MACHINES, "networkInterfaces[].network", OWN_NETWORK.or_missing()),
        either(
            need(CLUSTER, "network", OWN_NETWORK),
            need(CLUSTER, "subnetwork", OWN_NETWORK),
        ),
    ),
    "NET-08": (
        either(
            need(
                "gcp:vertex:AiEndpoint",
                "privateServiceConnectConfig.enablePrivateServiceConnect",
                true,
            ),
            need("gcp:vertex:AiEndpoint", "network", given),
        ),
        need("gcp:vertex:AiIndexEndpoint", "publicEndpointEnabled", not_true),
        need(
            "gcp:vertex:AiEndpointWithModelGardenDeployment",
            "endpointConfig.privateServiceConnectConfig.enablePrivateServiceConnect",
            true,
        ),
        need("gcp:workbench:Instance", "gceSetup.disablePublicIp", true),
        need("gcp:tpu:V2Vm", "networkConfig.enableExternalIps", not_true),
        need("gcp:tpu:V2Vm", "networkConfigs[].enableExternalIps", not_true),
        need(
            "gcp:tpu:V2QueuedResource",
            "tpu.nodeSpecs[].node.networkConfig.enableExternalIps",
            not_true,
        ),
        need("gcp:datafusion:Instance", "privateInstance", true),
        need(
            "gcp:workstations:WorkstationConfig", "host.gceInstance.disablePublicIpAddresses", true
        ),
        need("gcp:colab:RuntimeTemplate", "networkSpec.enableInternetAccess", not_true),
    ),
    "NET-09": (
        subnet_reaches_google,
        either(
            need("gcp:accesscontextmanager:ServicePerimeter", "status.restrictedServices", given),
            need("gcp:accesscontextmanager:ServicePerimeter", "spec.restrictedServices", given),
        ),
    ),
    "NET-10": (
        service_asks_who_calls,
        need(
            "gcp:appengine:FirewallRule",
            "sourceRange",
            none_of("*", "0.0.0.0/0", "::/0"),
            when=[("action", one_of("ALLOW"))],
        ),
    ),
    "NET-12": (cluster_enforces_policies,),
    "NET-13": (
        need(POOL, "nodeConfig.workloadMetadataConfig.mode", one_of("GKE_METADATA")),
        need(
            CLUSTER,
            "nodeConfig.workloadMetadataConfig.mode",
            one_of("GKE_METADATA"),
            when=DEFAULT_POOL,
        ),
    ),
}
