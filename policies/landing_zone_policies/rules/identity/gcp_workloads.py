"""As whom workloads run on Google Cloud, and how databases are logged in to."""

from collections.abc import Iterator, Mapping

from landing_zone_policies.outcomes import NotApplicable, Outcome, Pass
from landing_zone_policies.paths import Found
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check, judged, need
from landing_zone_policies.values import Gap
from landing_zone_policies.wanted import absent, given, matches, not_true, one_of, plain, true

CLUSTER = "gcp:container:Cluster"
POOL = "gcp:container:NodePool"
SQL = "gcp:sql:DatabaseInstance"
MACHINES = (
    "gcp:compute:Instance",
    "gcp:compute:InstanceTemplate",
    "gcp:compute:RegionInstanceTemplate",
)

DEFAULT = matches(
    r"(?i)(?!default$)(?!.*-compute@developer\.gserviceaccount\.com$)"
    r"(?!.*@appspot\.gserviceaccount\.com$).+",
    "an account of its own",
)
OWN_ACCOUNT = DEFAULT.if_unknown(holds=True)

ACCOUNTS: Mapping[str, str] = {
    POOL: "nodeConfig.serviceAccount",
    "gcp:cloudrunv2:Service": "template.serviceAccount",
    "gcp:cloudrunv2:Job": "template.template.serviceAccount",
    "gcp:cloudrunv2:WorkerPool": "template.serviceAccount",
    "gcp:cloudrun:Service": "template.spec.serviceAccountName",
    "gcp:cloudfunctions:Function": "serviceAccountEmail",
    "gcp:cloudfunctionsv2:Function": "serviceConfig.serviceAccountEmail",
    "gcp:workbench:Instance": "gceSetup.serviceAccounts[].email",
    "gcp:dataproc:Cluster": "clusterConfig.gceClusterConfig.serviceAccount",
    "gcp:dataflow:Job": "serviceAccountEmail",
    "gcp:tpu:V2Vm": "serviceAccount.email",
    "gcp:composer:Environment": "config.nodeConfig.serviceAccount",
    "gcp:workflows:Workflow": "serviceAccount",
}
"""By type, as whom it runs; what is left out runs as the project's default account."""


@check(*MACHINES, reads=("serviceAccount.email", "serviceAccount.scopes"))
def machine_is_itself(machine: Resource, world: World) -> Iterator[Outcome]:
    """A machine runs as an account of its own, or as none."""
    if machine.get("serviceAccount") is Gap.MISSING:
        yield Pass("serviceAccount")
        return
    yield judged(machine.first("serviceAccount.email"), OWN_ACCOUNT, world.settings)


@check(*ACCOUNTS, reads=tuple(dict.fromkeys(ACCOUNTS.values())))
def service_is_itself(service: Resource, world: World) -> Iterator[Outcome]:
    """A service runs as an account of its own."""
    for found in service.find(ACCOUNTS[service.type]):
        yield judged(found, OWN_ACCOUNT, world.settings)


@check(CLUSTER, reads=("workloadIdentityConfig.workloadPool",))
def pods_have_accounts(cluster: Resource, world: World) -> Iterator[Outcome]:
    """Pods have identities of their own, as always on Autopilot."""
    if plain(cluster.get("enableAutopilot")) is True:
        yield Pass("enableAutopilot")
        return
    yield judged(cluster.first("workloadIdentityConfig.workloadPool"), given, world.settings)


@check(SQL, reads=("settings.databaseFlags[].name", "rootPassword"))
def login_is_by_iam(instance: Resource, world: World) -> Iterator[Outcome]:
    """Applications log in as their service account where the engine can.

    Source: https://cloud.google.com/sql/docs/postgres/iam-authentication
    """
    version = instance.get("databaseVersion")
    if isinstance(version, str) and version.upper().startswith("SQLSERVER"):
        yield NotApplicable("its engine has no login by IAM")
        return
    path = "settings.databaseFlags"
    flags = {
        str(flag.find("name")[0].value).replace(".", "_"): flag.find("value")[0]
        for flag in instance.find(f"{path}[]")
        if flag.is_known
    }
    flag = flags.get("cloudsql_iam_authentication")
    says = "the flag cloudsql.iam_authentication is not on"
    yield judged(flag or Found(path, Gap.MISSING), one_of("on"), world.settings, says=says)
    says = "it has a password given"
    yield judged(instance.first("rootPassword"), absent, world.settings, says=says)


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "IAM-06": (
        machine_is_itself,
        service_is_itself,
        need(
            CLUSTER,
            "nodeConfig.serviceAccount",
            OWN_ACCOUNT,
            when=(("removeDefaultNodePool", not_true), ("enableAutopilot", not_true)),
        ),
    ),
    "IAM-07": (
        pods_have_accounts,
        need(CLUSTER, "enableLegacyAbac", not_true),
        need(CLUSTER, "masterAuth.clientCertificateConfig.issueClientCertificate", not_true),
    ),
    "IAM-08": (
        login_is_by_iam,
        need("gcp:redis:Instance", "authEnabled", true),
        need("gcp:alloydb:Instance", 'databaseFlags["alloydb.iam_authentication"]', one_of("on")),
    ),
}
