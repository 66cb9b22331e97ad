"""Which credentials Azure's services take: identities, or keys and passwords."""

from collections.abc import Iterator, Mapping

from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check, judged, need
from landing_zone_policies.wanted import false, not_false, not_true, one_of, plain, true

CLUSTER = "azure-native:containerservice:ManagedCluster"
SQL = "azure-native:sql:Server"
ONLY_ENTRA = "azure-native:sql:ServerAzureADOnlyAuthentication"
POSTGRES = "azure-native:dbforpostgresql:Server"

WITHOUT_KEYS: Mapping[str, str] = {
    "azure-native:cognitiveservices:Account": "properties.disableLocalAuth",
    "azure-native:search:Service": "disableLocalAuth",
    "azure-native:eventhub:Namespace": "disableLocalAuth",
    "azure-native:servicebus:Namespace": "disableLocalAuth",
    "azure-native:eventgrid:Topic": "disableLocalAuth",
    "azure-native:eventgrid:Domain": "disableLocalAuth",
    "azure-native:appconfiguration:ConfigurationStore": "disableLocalAuth",
    "azure-native:redis:Redis": "disableAccessKeyAuthentication",
    CLUSTER: "disableLocalAccounts",
}
"""By type, the property that switches keys and local accounts off."""


@check("azure-native:cosmosdb:DatabaseAccount", reads=("disableLocalAuth", "kind"))
def cosmos_has_no_keys(account: Resource, world: World) -> Iterator[Outcome]:
    """A Cosmos DB account takes identities alone, where its API can."""
    if plain(account.get("kind")) == "mongodb":
        yield NotApplicable("its API takes passwords only")
        return
    yield judged(account.first("disableLocalAuth"), true, world.settings)


@check("azuread:index:ApplicationPassword", "azuread:index:ServicePrincipalPassword", reads=())
def app_has_no_password(_password: Resource, _world: World) -> Iterator[Outcome]:
    """An application has an identity that the platform vouches for, and no password."""
    yield Fail("", "it is a password of an application: let it be trusted by federation")


@check(SQL, reads=("administrators.azureADOnlyAuthentication",), joins=True)
def sql_takes_identities(server: Resource, world: World) -> Iterator[Outcome]:
    """A server takes identities alone, by its own word or that of the setting beside it."""
    own = server.get("serverName")
    beside = [
        *world.estate.pointing(server, "serverName", ONLY_ENTRA),
        *(
            each
            for each in world.estate.of(ONLY_ENTRA)
            if isinstance(own, str) and each.get("serverName") == own
        ),
    ]
    if any(plain(each.get("azureADOnlyAuthentication")) is True for each in beside):
        yield Pass()
        return
    found = server.first("administrators.azureADOnlyAuthentication")
    yield judged(found, true, world.settings)


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "IAM-05": (
        need("azure-native:storage:StorageAccount", "allowSharedKeyAccess", false),
        need("azure-native:storage:StorageAccount", "isLocalUserEnabled", not_true),
        *(need(type_, path, true) for type_, path in WITHOUT_KEYS.items()),
        cosmos_has_no_keys,
        need(
            "azure-native:machinelearningservices:OnlineEndpoint",
            "properties.authMode",
            one_of("AADToken", "AMLToken"),
        ),
        need("azure-native:containerregistry:Registry", "adminUserEnabled", not_true),
        app_has_no_password,
    ),
    "IAM-07": (
        need(CLUSTER, "aadProfile.managed", true),
        need(CLUSTER, "aadProfile.enableAzureRBAC", true),
        need(CLUSTER, "enableRBAC", not_false),
        need(CLUSTER, "disableLocalAccounts", true),
    ),
    "IAM-08": (
        sql_takes_identities,
        need("azure-native:sql:ManagedInstance", "administrators.azureADOnlyAuthentication", true),
        need("azure-native:synapse:Workspace", "azureADOnlyAuthentication", true),
        need(POSTGRES, "authConfig.activeDirectoryAuth", one_of("Enabled")),
        need(POSTGRES, "authConfig.passwordAuth", one_of("Disabled")),
    ),
}
