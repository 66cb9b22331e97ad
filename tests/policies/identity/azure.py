# pyright: reportArgumentType=false, reportCallIssue=false
"""Programs on Azure that the rules of identities admit, deny and leave open."""

from pulumi import Output
from pulumi_azure_native import (
    app,
    appconfiguration,
    authorization,
    cognitiveservices,
    compute,
    containerregistry,
    containerservice,
    cosmosdb,
    dbforpostgresql,
    machinelearningservices,
    managedidentity,
    resources,
    search,
    sql,
    storage,
    web,
)

from landing_zone_policies.settings import Settings
from tests.policies.cases import Cases
from tests.policies.identity import azure_rows, literal_rows
from tests.policies.network.pairs import admitted, denied, pair

CASES = Cases([*azure_rows.CASES.found, *literal_rows.AZURE.found])
GROUP = {"resource_group_name": "it"}
SUBSCRIPTION = "/subscriptions/1a6c3d7f-2e4b-4f9a-8c8b-3d5e7f9a1b2c"
WHOLE = Settings(profile="regulated", jurisdictions=("eu",), whole_account=True)

READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7"
OWNER = "8E3AF657-A8FF-443C-A75C-2FE8C4BCB635"
CONTRIBUTOR = "b24988ac-6180-42a0-ab88-20f7382dd24c"
RBAC_ADMIN = "f58310d9-a9f6-439a-9e8d-f62e7b41a168"
CLUSTER_ADMIN = "b1ff04bb-8a4e-4dc4-8eb5-8693973ce19b"


def assign(name, role, scope=SUBSCRIPTION, kind="ServicePrincipal", **rest):
    authorization.RoleAssignment(
        name,
        principal_id="it",
        principal_type=kind,
        scope=scope,
        role_definition_id=f"{SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/{role}",
        **rest,
    )


for rule in ("IAM-01", "IAM-02"):
    pair(
        CASES,
        rule,
        f"assignment_{rule.replace('-', '').lower()}",
        lambda name: assign(name, READER),
        lambda name: assign(name, OWNER),
        "roleDefinitionId",
    )
pair(
    CASES,
    "IAM-01",
    "contributor",
    lambda name: assign(name, CONTRIBUTOR, f"{SUBSCRIPTION}/resourceGroups/it"),
    lambda name: assign(name, CONTRIBUTOR),
    "scope",
)
pair(
    CASES,
    "IAM-02",
    "giver_of_roles",
    lambda name: assign(name, RBAC_ADMIN, condition="it", condition_version="2.0"),
    lambda name: assign(name, RBAC_ADMIN),
)
pair(
    CASES,
    "IAM-02",
    "cluster_admin",
    lambda name: assign(name, CLUSTER_ADMIN, kind="Group"),
    lambda name: assign(name, CLUSTER_ADMIN, kind="User"),
)


@CASES.admits("IAM-01")
def contributor_of_a_group_of_the_program(name):
    group = resources.ResourceGroup(f"{name}-group")
    assign(name, CONTRIBUTOR, group.id)


def role(name, *actions, without=()):
    authorization.RoleDefinition(
        name,
        scope=SUBSCRIPTION,
        permissions=[{"actions": list(actions), "not_actions": list(without)}],
    )


pair(
    CASES,
    "IAM-01",
    "role",
    lambda name: role(name, "Microsoft.Storage/storageAccounts/read"),
    lambda name: role(name, "*"),
    "permissions[0].actions[0]",
)
pair(
    CASES,
    "IAM-04",
    "growing_role",
    lambda name: role(name, "Microsoft.Authorization/*/read"),
    lambda name: role(name, "Microsoft.Authorization/*"),
    "permissions[0].actions[0]",
)
denied(
    CASES,
    "IAM-04",
    "role_that_reads_keys",
    lambda name: role(name, "Microsoft.Storage/storageAccounts/listKeys/action"),
)
admitted(
    CASES,
    "IAM-04",
    "role_without_what_grows",
    lambda name: role(
        name,
        "Microsoft.Authorization/*",
        without=["Microsoft.Authorization/*/write", "Microsoft.Authorization/elevateAccess/action"],
    ),
)


def trust(name, **rest):
    given = {
        "subject": "repo:acme/it:ref:refs/heads/main",
        "issuer": "https://token.actions.githubusercontent.com",
        "audiences": ["api://AzureADTokenExchange"],
    }
    managedidentity.FederatedIdentityCredential(
        name, **GROUP, resource_name_="it", **{**given, **rest}
    )


pair(CASES, "IAM-03", "trust", trust, lambda name: trust(name, subject="repo:acme/*"), "subject")
denied(
    CASES, "IAM-03", "trust_in_the_clear", lambda name: trust(name, issuer="http://it"), "issuer"
)


def account(name, **rest):
    storage.StorageAccount(name, **GROUP, kind="StorageV2", sku={"name": "Standard_LRS"}, **rest)


def intelligence(name, **properties):
    cognitiveservices.Account(
        name, **GROUP, kind="OpenAI", sku={"name": "S0"}, properties=properties
    )


def cosmos(name, **rest):
    cosmosdb.DatabaseAccount(
        name,
        **GROUP,
        database_account_offer_type="Standard",
        locations=[{"location_name": "westeurope"}],
        **rest,
    )


for what, make, off in (
    ("account", account, {"allow_shared_key_access": False}),
    ("intelligence", intelligence, {"disable_local_auth": True}),
    ("cosmos", cosmos, {"disable_local_auth": True}),
):
    pair(CASES, "IAM-05", what, lambda name, make=make, off=off: make(name, **off), make)
denied(
    CASES,
    "IAM-05",
    "account_with_users_of_its_own",
    lambda name: account(name, allow_shared_key_access=False, is_local_user_enabled=True),
    "isLocalUserEnabled",
)
pair(
    CASES,
    "IAM-05",
    "search",
    lambda name: search.Service(name, **GROUP, disable_local_auth=True),
    lambda name: search.Service(name, **GROUP),
    "disableLocalAuth",
)
pair(
    CASES,
    "IAM-05",
    "registry",
    lambda name: containerregistry.Registry(name, **GROUP, sku={"name": "Premium"}),
    lambda name: containerregistry.Registry(
        name, **GROUP, sku={"name": "Premium"}, admin_user_enabled=True
    ),
    "adminUserEnabled",
)


@CASES.passes_by("IAM-05")
def cosmos_by_another_protocol(name):
    cosmos(name, kind="MongoDB")


def cluster(name, **rest):
    containerservice.ManagedCluster(name, **GROUP, **rest)


PODS = {
    "identity": {"type": "UserAssigned"},
    "oidc_issuer_profile": {"enabled": True},
    "security_profile": {"workload_identity": {"enabled": True}},
}
PEOPLE = {
    "aad_profile": {"managed": True, "enable_azure_rbac": True},
    "disable_local_accounts": True,
}
pair(CASES, "IAM-06", "cluster_of_pods", lambda name: cluster(name, **PODS), cluster)
pair(
    CASES,
    "IAM-07",
    "cluster_of_people",
    lambda name: cluster(name, **PEOPLE),
    lambda name: cluster(name, **{**PEOPLE, "aad_profile": {"managed": True}}),
    "aadProfile.enableAzureRBAC",
)
denied(
    CASES,
    "IAM-07",
    "local_accounts",
    lambda name: cluster(name, **{**PEOPLE, "disable_local_accounts": None}),
    "disableLocalAccounts",
)
pair(
    CASES,
    "IAM-08",
    "server",
    lambda name: sql.Server(name, **GROUP, administrators={"azure_ad_only_authentication": True}),
    lambda name: sql.Server(name, **GROUP, administrator_login_password="it"),
)
pair(
    CASES,
    "IAM-08",
    "postgres",
    lambda name: postgres(name, "Disabled"),
    lambda name: postgres(name, "Enabled"),
    "authConfig.passwordAuth",
)


def postgres(name, passwords):
    dbforpostgresql.Server(
        name,
        **GROUP,
        auth_config={"active_directory_auth": "Enabled", "password_auth": passwords},
    )


@CASES.admits("IAM-08")
def server_with_a_setting_beside_it(name):
    sql.Server(name, **GROUP, server_name="acme-it")
    sql.ServerAzureADOnlyAuthentication(
        f"{name}-only", **GROUP, server_name="acme-it", azure_ad_only_authentication=True
    )


def container(name, key, value):
    containers = [{"name": "it", "image": "it", "env": [{"name": key, "value": value}]}]
    app.ContainerApp(name, **GROUP, template={"containers": containers})


def setting(name, key, value):
    web.WebApp(name, **GROUP, site_config={"app_settings": [{"name": key, "value": value}]})


CONNECTION = "DefaultEndpointsProtocol=https;AccountName=it;AccountKey=" + "a1B2" * 21 + "=="
for what, make in {"container": container, "setting": setting}.items():
    pair(
        CASES,
        "IAM-09",
        what,
        lambda name, make=make: make(
            name, "DB_PASSWORD", "@Microsoft.KeyVault(SecretUri=https://it.vault.azure.net/x)"
        ),
        lambda name, make=make: make(name, "AzureWebJobsStorage", CONNECTION),
    )
denied(
    CASES,
    "IAM-09",
    "custom_data",
    lambda name: compute.VirtualMachine(
        name, **GROUP, os_profile={"custom_data": "#!/bin/sh\nexport PGPASSWORD=tr0ub4dor\n"}
    ),
    "osProfile.customData",
)


def assigned(name, mode):
    authorization.PolicyAssignment(name, scope=SUBSCRIPTION, enforcement_mode=mode)


pair(
    CASES,
    "IAM-10",
    "assigned",
    lambda name: assigned(name, "Default"),
    lambda name: assigned(name, "DoNotEnforce"),
    "enforcementMode",
)


@CASES.denies("IAM-10", settings=WHOLE)
def subscription_without_guard_rails(name):
    resources.ResourceGroup(name)


def administered(name, password):
    sql.Server(name, **GROUP, administrator_login="it", administrator_login_password=password)


pair(
    CASES,
    "IAM-09",
    "administrator",
    lambda name: administered(name, Output.secret("tr0ub4dor&3")),
    lambda name: administered(name, "tr0ub4dor&3"),
    "administratorLoginPassword",
)
denied(
    CASES,
    "IAM-09",
    "command_of_an_extension",
    lambda name: compute.VirtualMachineExtension(
        name, **GROUP, vm_name="a", settings={"commandToExecute": "seed --password=tr0ub4dor"}
    ),
    "settings.commandToExecute",
)
denied(
    CASES,
    "IAM-09",
    "setting_with_a_connection",
    lambda name: appconfiguration.KeyValue(
        name, **GROUP, config_store_name="a", value="Server=db;User Id=app;Password=tr0ub4dor;"
    ),
    "value",
)


def asked(name, mode):
    machinelearningservices.OnlineEndpoint(
        name, **GROUP, workspace_name="a", properties={"auth_mode": mode}
    )


pair(
    CASES,
    "IAM-05",
    "model_endpoint",
    lambda name: asked(name, "AADToken"),
    lambda name: asked(name, "Key"),
    "properties.authMode",
)
