"""How networks and what is behind them are laid out on Azure: subnets, endpoints, functions."""

from collections.abc import Iterator, Mapping

from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass, Undetermined
from landing_zone_policies.paths import Found
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check, judged, need
from landing_zone_policies.rules.network.reach import internet, values
from landing_zone_policies.values import Gap
from landing_zone_policies.wanted import false, given, none_of, one_of, plain, true

SUBNET = "azure-native:network:Subnet"
NETWORK = "azure-native:network:VirtualNetwork"
ENDPOINT = "azure-native:network:PrivateEndpoint"
ZONE_GROUP = "azure-native:network:PrivateDnsZoneGroup"
SITE = "azure-native:web:WebApp"
SITE_LOGIN = "azure-native:web:WebAppAuthSettingsV2"
APP = "azure-native:app:ContainerApp"

WITHOUT_GROUP = frozenset(
    {"gatewaysubnet", "azurefirewallsubnet", "azurefirewallmanagementsubnet", "routeserversubnet"}
)
"""Subnets that take no network security group, or need the way out that others shall not have.

Source: https://learn.microsoft.com/azure/virtual-network/virtual-network-vnet-plan-design-arm
"""

BEHIND_ENDPOINTS = (
    "azure-native:storage:StorageAccount",
    "azure-native:keyvault:Vault",
    "azure-native:containerregistry:Registry",
    "azure-native:cognitiveservices:Account",
    "azure-native:search:Service",
    "azure-native:machinelearningservices:Workspace",
    "azure-native:cosmosdb:DatabaseAccount",
    "azure-native:sql:Server",
    "azure-native:appconfiguration:ConfigurationStore",
    "azure-native:automation:AutomationAccount",
    "azure-native:batch:BatchAccount",
    "azure-native:dashboard:Grafana",
    "azure-native:datafactory:Factory",
    "azure-native:eventgrid:Domain",
    "azure-native:eventgrid:Topic",
    "azure-native:eventhub:Namespace",
    "azure-native:healthcareapis:Workspace",
    "azure-native:iothub:IotHubResource",
    "azure-native:kusto:Cluster",
    "azure-native:mongocluster:MongoCluster",
    "azure-native:purview:Account",
    "azure-native:recoveryservices:Vault",
    "azure-native:redis:Redis",
    "azure-native:redisenterprise:RedisEnterprise",
    "azure-native:servicebus:Namespace",
    "azure-native:signalrservice:SignalR",
    "azure-native:synapse:Workspace",
    "azure-native:webpubsub:WebPubSub",
)
"""Services for data and AI that private endpoints lead to."""


@check(SUBNET, NETWORK, reads=("defaultOutboundAccess", "networkSecurityGroup.id"))
def subnet_is_guarded(resource: Resource, world: World) -> Iterator[Outcome]:
    """A subnet has a security group, and no way out that nobody made.

    Source: https://learn.microsoft.com/azure/virtual-network/ip-services/default-outbound-access
    """
    whole = resource.type == SUBNET
    for subnet in [Found("", resource.inputs)] if whole else resource.find("subnets[]"):
        if not subnet.is_known:
            yield NotApplicable("its subnets are resources of their own")
            continue
        named = [plain(each.value) for key in ("subnetName", "name") for each in subnet.find(key)]
        if any(isinstance(each, str) and each in WITHOUT_GROUP for each in named):
            yield NotApplicable("the service in such a subnet guards itself")
            continue
        yield judged(subnet.find("defaultOutboundAccess")[0], false, world.settings)
        yield judged(subnet.find("networkSecurityGroup")[0], given, world.settings)


@check(*BEHIND_ENDPOINTS, reads=(f"{ENDPOINT}.privateLinkServiceConnections",), joins=True)
def service_has_an_endpoint(service: Resource, world: World) -> Iterator[Outcome]:
    """What the program's network uses, it reaches by a private endpoint."""
    if not world.estate.has(NETWORK, SUBNET, ENDPOINT):
        yield NotApplicable("the program has no network")
        return
    for links in ("privateLinkServiceConnections", "manualPrivateLinkServiceConnections"):
        if world.estate.pointing(service, f"{links}[].privateLinkServiceId", ENDPOINT):
            yield Pass()
            return
    yield Fail("", "no private endpoint leads to it")


@check(ENDPOINT, reads=(f"{ZONE_GROUP}.privateEndpointName",), joins=True)
def endpoint_has_a_name(endpoint: Resource, world: World) -> Iterator[Outcome]:
    """A private endpoint is in a private zone, or the service's name leads past it.

    Source: https://learn.microsoft.com/azure/private-link/private-endpoint-dns
    """
    if world.estate.pointing(endpoint, "privateEndpointName", ZONE_GROUP):
        yield Pass()
    elif world.estate.has(ZONE_GROUP, "azure-native:privatedns:PrivateZone"):
        yield Fail("", "it is in no zone group: the service's name still leads to the internet")
    else:
        yield Undetermined("", "its name may be given by a policy, or by another program")


@check(SITE, reads=("publicNetworkAccess", "siteConfig.ipSecurityRestrictions"), joins=True)
def site_is_for_some(site: Resource, world: World) -> Iterator[Outcome]:
    """A function or an app is closed, takes named networks alone, or asks who calls."""
    closed = [site.get("publicNetworkAccess"), site.get("siteConfig.publicNetworkAccess")]
    if "disabled" in [each for each in map(plain, closed) if isinstance(each, str)]:
        yield Pass("publicNetworkAccess")
        return
    if plain(site.get("siteConfig.ipSecurityRestrictionsDefaultAction")) == "deny":
        yield Pass("siteConfig.ipSecurityRestrictionsDefaultAction")
        return
    allowed = [
        each
        for each in site.find("siteConfig.ipSecurityRestrictions[]")
        if each.is_known and plain(each.find("action")[0].value) != "deny"
    ]
    if allowed and not internet(values(each.find("ipAddress")[0] for each in allowed)):
        yield Pass("siteConfig.ipSecurityRestrictions")
        return
    logins = world.estate.pointing(site, "name", SITE_LOGIN)
    for each in logins:
        yield judged(each.first("globalValidation.requireAuthentication"), true, world.settings)
    if not logins:
        yield judged(site.first("publicNetworkAccess"), one_of("Disabled"), world.settings)


@check(
    APP, reads=("configuration.ingress.external", "configuration.ingress.ipSecurityRestrictions")
)
def app_is_for_some(app: Resource, world: World) -> Iterator[Outcome]:
    """A container app is reached from inside its environment, or from named networks."""
    external = app.first("configuration.ingress.external")
    if external.value is Gap.MISSING or plain(external.value) is False:
        yield Pass(external.path)
        return
    restrictions = [
        each
        for each in app.find("configuration.ingress.ipSecurityRestrictions[]")
        if each.is_known and plain(each.find("action")[0].value) != "deny"
    ]
    addresses = values(each.find("ipAddressRange")[0] for each in restrictions)
    if restrictions and not internet(addresses):
        yield Pass("configuration.ingress.ipSecurityRestrictions")
        return
    yield judged(external, false, world.settings)


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "NET-07": (subnet_is_guarded,),
    "NET-09": (service_has_an_endpoint, endpoint_has_a_name),
    "NET-10": (
        site_is_for_some,
        app_is_for_some,
        need("azure-native:containerinstance:ContainerGroup", "ipAddress.type", none_of("Public")),
    ),
}
