"""Programs on Azure with one property that the rules of identities deny."""

from pulumi_azure_native import (
    appconfiguration,
    containerservice,
    dbforpostgresql,
    eventgrid,
    eventhub,
    redis,
    servicebus,
    sql,
    synapse,
)

from tests.policies.cases import Cases
from tests.policies.encryption.declaring import of
from tests.policies.weakened import LEFT_OUT, making, weakened

CASES = Cases()
GROUP = {"resource_group_name": "data"}
NO_KEYS = {**GROUP, "disable_local_auth": True}
STORE = {**NO_KEYS, "sku": {"name": "standard"}}
CACHE = {
    **GROUP,
    "sku": {"name": "Premium", "family": "P", "capacity": 1},
    "disable_access_key_authentication": True,
}
CLUSTER = {
    **GROUP,
    "identity": {"type": "SystemAssigned"},
    "disable_local_accounts": True,
    "enable_rbac": True,
    "aad_profile": {"managed": True, "enable_azure_rbac": True},
    "oidc_issuer_profile": {"enabled": True},
    "security_profile": {"workload_identity": {"enabled": True}},
}
INSTANCE = {**GROUP, "administrators": {"azure_ad_only_authentication": True}}
WORKSPACE = {**GROUP, "azure_ad_only_authentication": True}
POSTGRES = {
    **GROUP,
    "auth_config": {"active_directory_auth": "Enabled", "password_auth": "Disabled"},
}

AKS = containerservice.ManagedCluster

weakened(
    CASES,
    (
        ("IAM-05", eventhub.Namespace, NO_KEYS, "disable_local_auth", False),
        ("IAM-05", servicebus.Namespace, NO_KEYS, "disable_local_auth", False),
        ("IAM-05", eventgrid.Topic, NO_KEYS, "disable_local_auth", False),
        ("IAM-05", eventgrid.Domain, NO_KEYS, "disable_local_auth", False),
        ("IAM-05", appconfiguration.ConfigurationStore, STORE, "disable_local_auth", False),
        ("IAM-05", redis.Redis, CACHE, "disable_access_key_authentication", LEFT_OUT),
        ("IAM-05", AKS, CLUSTER, "disable_local_accounts", LEFT_OUT),
        ("IAM-06", AKS, CLUSTER, "identity.type", "None"),
        ("IAM-06", AKS, CLUSTER, "oidc_issuer_profile.enabled", False),
        ("IAM-06", AKS, CLUSTER, "security_profile.workload_identity.enabled", LEFT_OUT),
        ("IAM-07", AKS, CLUSTER, "aad_profile.managed", LEFT_OUT),
        ("IAM-07", AKS, CLUSTER, "enable_rbac", False, "enableRBAC"),
        (
            "IAM-08",
            sql.ManagedInstance,
            INSTANCE,
            "administrators.azure_ad_only_authentication",
            False,
            "administrators.azureADOnlyAuthentication",
        ),
        (
            "IAM-08",
            synapse.Workspace,
            WORKSPACE,
            "azure_ad_only_authentication",
            LEFT_OUT,
            "azureADOnlyAuthentication",
        ),
        (
            "IAM-08",
            dbforpostgresql.Server,
            POSTGRES,
            "auth_config.active_directory_auth",
            "Disabled",
        ),
    ),
)
PASSWORD = of("azuread:index/applicationPassword:ApplicationPassword")
CASES.denies("IAM-05")(making(PASSWORD, {"displayName": "ci"}, "password_of_an_application"))
