"""Who may become somebody on AWS, and what is left of passwords and keys."""

from collections.abc import Iterator, Mapping

from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, Survey, World, check, either, judged, need
from landing_zone_policies.rules.identity.subjects import is_one_owners
from landing_zone_policies.statements import (
    POSITIVE,
    SOMETHING,
    Condition,
    Statement,
    judge_statements,
)
from landing_zone_policies.values import Gap
from landing_zone_policies.wanted import (
    absent,
    false,
    given,
    matches,
    none_of,
    one_of,
    plain,
    true,
)

TRUST: Mapping[str, str] = {
    "aws:iam:Role": "assumeRolePolicy",
    "aws-native:iam:Role": "assumeRolePolicyDocument",
}
OIDC = "aws:iam:OpenIdConnectProvider"
CLUSTER = "aws:eks:Cluster"
ADDON = "aws:eks:Addon"
INSTANCE = "aws:rds:Instance"
DB_CLUSTER = "aws:rds:Cluster"
CACHE = "aws:elasticache:ReplicationGroup"

SUBJECTS = frozenset(
    {"sub", "app_id", "oaud", "job_workflow_ref", "repository", "repository_id", "enterprise_id"}
)
POOL = "cognito-identity.amazonaws.com"
"""What ends a condition's key that says who holds a token; of Cognito's, the pool does.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
"""
WITH_IAM = ("mysql", "mariadb", "postgres", "aurora", "neptune")
"""Engines that take a login by IAM.

Source: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.IAMDBAuth.html
"""


def lets_in_strangers(statement: Statement) -> str | None:
    """Say what is wrong with whom a statement of a trust policy lets in."""
    if not statement.allows:
        return None
    if statement.is_public:
        return "lets everyone become it, and no condition says who"
    kinds = {kind.casefold() for kind, _ in statement.principals}
    told = [each for each in statement.conditions if _tells(each)]
    if "federated" in kinds and statement.covers("sts:assumerolewithwebidentity"):
        return _subjects(statement, told)
    if "federated" in kinds and statement.covers("sts:assumerolewithsaml"):
        named = any(each.key.startswith("saml:") for each in told)
        return None if named else "names no SAML audience"
    if any(who.startswith("rolesanywhere.") for _, who in statement.principals) and not told:
        return "takes every certificate of every trust anchor"
    return None


@check(*TRUST, reads=tuple(TRUST.values()))
def role_names_who(role: Resource, _world: World) -> Iterator[Outcome]:
    """A role says who may become it, down to the subject of a token."""
    yield from judge_statements(role, TRUST[role.type], lets_in_strangers)


@check("aws:iam:User", "aws-native:iam:User", reads=())
def user_is_none(_user: Resource, _world: World) -> Iterator[Outcome]:
    """People sign in elsewhere and workloads have roles; a user has keys and passwords."""
    yield Fail("", "it is a user, whose credentials do not end; roles' do")


@check("aws:iam:UserLoginProfile", reads=())
def password_is_none(_profile: Resource, _world: World) -> Iterator[Outcome]:
    """A user's password is good for the console, past the directory that people sign in to."""
    yield Fail("", "it is a password past the directory that people sign in to")


@check(CLUSTER, reads=(f"{ADDON}.addonName", f"{OIDC}.url"), joins=True)
def pods_have_roles(cluster: Resource, world: World) -> Iterator[Outcome]:
    """Pods get roles of their own, by the agent for pod identities or by an OIDC provider.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/service-accounts.html
    """
    if plain(cluster.get("computeConfig.enabled")) is True:
        yield Pass("computeConfig.enabled")
        return
    addons = world.estate.pointing(cluster, "clusterName", ADDON)
    if (
        any(plain(each.get("addonName")) == "eks-pod-identity-agent" for each in addons)
        or any(cluster.urn in each.takes.get("url", ()) for each in world.estate.of(OIDC))
        or any(".eks." in str(each.get("url")) for each in world.estate.of(OIDC))
    ):
        yield Pass()
    else:
        yield Fail("", "pods have no roles of their own: no pod identity agent, no OIDC provider")


@check(INSTANCE, DB_CLUSTER, "aws:neptune:Cluster", reads=("iamDatabaseAuthenticationEnabled",))
def login_is_by_iam(database: Resource, world: World) -> Iterator[Outcome]:
    """Applications log in with a token of their role where the engine can."""
    engine = plain(database.get("engine"))
    if isinstance(engine, str) and not engine.startswith(WITH_IAM):
        yield NotApplicable("its engine has no login by IAM")
        return
    yield judged(database.first("iamDatabaseAuthenticationEnabled"), true, world.settings)


@check(INSTANCE, DB_CLUSTER, "aws:docdb:Cluster", reads=("manageMasterUserPassword", "password"))
def password_is_managed(database: Resource, world: World) -> Iterator[Outcome]:
    """The first password is made and rotated by the service, and no program has it."""
    copied = ("replicateSourceDb", "snapshotIdentifier", "replicationSourceIdentifier")
    if any(database.get(each) is not Gap.MISSING for each in copied):
        yield NotApplicable("it has the password of what it is a copy of")
        return
    yield judged(database.first("manageMasterUserPassword"), true, world.settings)


def guard_rails(world: World, _cloud: str) -> Iterator[Outcome]:
    """Look for what holds even for administrators: policies of the organization, or boundaries."""
    kinds = ("service_control_policy", "resource_control_policy", "declarative_policy_ec2")
    policies = [
        each
        for each in world.estate.of("aws:organizations:Policy", "aws-native:organizations:Policy")
        if each.get("type") is Gap.MISSING or plain(each.get("type")) in kinds
    ]
    if policies or world.estate.has("aws:controltower:ControlTowerControl"):
        yield Pass()
    else:
        yield Fail("", "no policy of the organization limits what administrators may do")


def _tells(condition: Condition) -> bool:
    """Whether a condition holds for what it lists alone, and lists not everything."""
    return (
        condition.operator in POSITIVE
        and bool(condition.values)
        and all(each.strip("*?") for each in condition.values)
    )


def _subjects(statement: Statement, told: list[Condition]) -> str | None:
    issuers = {
        who.casefold().rpartition(":oidc-provider/")[2]
        for kind, who in statement.principals
        if kind.casefold() == "federated"
    }
    named = [each for each in told if _says_whose(each.key, issuers)]
    if not named:
        return "takes any token of the provider: no condition says whose (…:sub)"
    if any(_is_one_owners(each) for each in named):
        return None
    return "takes tokens of strangers: a wildcard stands where their owner is named"


def _says_whose(key: str, issuers: set[str]) -> bool:
    """Whether a condition's key is about the holder of a token of one of the issuers."""
    issuer, _, claim = key.rpartition(":")
    if claim not in SUBJECTS and not (claim == "aud" and issuer == POOL):
        return False
    return SOMETHING in issuers or any(
        each == issuer or each.startswith(f"{issuer}/") for each in issuers
    )


def _is_one_owners(condition: Condition) -> bool:
    issuer = condition.key.rpartition(":")[0]
    return all(is_one_owners(each, issuer) for each in condition.values)


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "IAM-03": (
        role_names_who,
        need(OIDC, "url", matches(r"(?!http:).*", "an address with https")),
        need(OIDC, "clientIdLists[]", none_of("*")),
        need(OIDC, "clientIdLists", given),
    ),
    "IAM-05": (
        need(
            ("aws:iam:AccessKey", "aws:iam:ServiceSpecificCredential"),
            "status",
            one_of("Inactive"),
            says="it is a key that is good until somebody takes it away",
        ),
        user_is_none,
        password_is_none,
    ),
    "IAM-06": (need("aws:eks:PodIdentityAssociation", "serviceAccount", none_of("default")),),
    "IAM-07": (
        need(CLUSTER, "accessConfig.authenticationMode", one_of("API", "API_AND_CONFIG_MAP")),
        either(
            need(CLUSTER, "accessConfig.bootstrapClusterCreatorAdminPermissions", false),
            need(CLUSTER, "accessConfig.authenticationMode", one_of("API")),
        ),
        pods_have_roles,
    ),
    "IAM-08": (
        login_is_by_iam,
        password_is_managed,
        either(
            need(CACHE, "userGroupIds", given, says="whoever reaches the cache reads it: no users"),
            need(CACHE, "authToken", given),
        ),
        need("aws:memorydb:Cluster", "aclName", none_of("open-access")),
        need("aws:redshift:Cluster", "masterPassword", absent, says="it has a password given"),
        need("aws:redshift:Cluster", "manageMasterPassword", true),
        need("aws:redshiftserverless:Namespace", "manageAdminPassword", true),
    ),
}

SURVEYS: Mapping[str, tuple[Survey, ...]] = {
    "IAM-10": (Survey(("aws",), guard_rails, ("aws:organizations:Policy",), account=True),),
}
