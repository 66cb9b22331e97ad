"""Who may do what on Google Cloud, and as whom."""

from collections.abc import Iterator, Mapping

from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass, Undetermined
from landing_zone_policies.paths import find
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, Survey, World, check, judged, need
from landing_zone_policies.rules.identity.gcp_pools import pool_lets_some_in
from landing_zone_policies.rules.network.gcp_members import grants, policy_bindings
from landing_zone_policies.values import Gap
from landing_zone_policies.wanted import (
    Wanted,
    absent,
    given,
    matches,
    none_of,
    one_of,
)

WIDE = ("projects:", "folder:", "organizations:")
MEMBERS, BINDINGS, POLICIES = (grants(WIDE, each) for each in ("Member", "Binding", "Policy"))
ON_ONE = grants(
    ("kms:CryptoKey", "kms:KeyRing", "secretmanager:Secret", "serviceaccount:"),
    "Member",
    "Binding",
)
"""Grants on one thing that opens others: a key, a secret, an account."""
METADATA_ITEM = "gcp:compute:ProjectMetadataItem"
LOGINS: Mapping[str, tuple[Wanted, str]] = {
    "ssh-keys": (absent, "its SSH keys open every machine of the project, without end"),
    "sshKeys": (absent, "its SSH keys open every machine of the project, without end"),
    "enable-oslogin": (none_of("FALSE"), "machines take SSH keys instead of people's identities"),
}
"""What a project's metadata says of how people get into its machines.

Source: https://cloud.google.com/compute/docs/oslogin/set-up-oslogin
"""
CUSTOM_ROLES = ("gcp:projects:IAMCustomRole", "gcp:organizations:IAMCustomRole")

BASIC = frozenset({"roles/owner", "roles/editor"})
ADMINS = frozenset(
    f"roles/{each}"
    for each in (
        *("iam.securityAdmin", "iam.organizationRoleAdmin", "iam.workforcePoolAdmin"),
        *("resourcemanager.organizationAdmin", "resourcemanager.folderAdmin"),
        *("resourcemanager.folderIamAdmin", "resourcemanager.projectIamAdmin", "owner"),
    )
)
"""Roles that give out roles.

Source: https://cloud.google.com/iam/docs/roles-permissions
"""
IMPERSONATORS = frozenset(
    f"roles/iam.{each}"
    for each in (
        *("serviceAccountTokenCreator", "serviceAccountUser", "serviceAccountKeyAdmin"),
        *("serviceAccountAdmin", "serviceAccountOpenIdTokenCreator", "workloadIdentityUser"),
    )
)
"""Roles by which one is any service account of a project when granted on the project.

Source: https://cloud.google.com/iam/docs/best-practices-service-accounts
"""
MINTING = frozenset(
    f"roles/iam.serviceAccount{each}"
    for each in ("TokenCreator", "OpenIdTokenCreator", "KeyAdmin", "Admin")
)
"""Roles by which one makes credentials of the one account that they are granted on."""
PEOPLE = ("user:", "domain:", "allUsers", "allAuthenticatedUsers")
ESCALATIONS = (
    *("iam.serviceAccounts.actAs", "iam.serviceAccounts.getAccessToken"),
    *("iam.serviceAccounts.implicitDelegation", "iam.serviceAccounts.signBlob"),
    *("iam.serviceAccounts.signJwt", "iam.serviceAccounts.getOpenIdToken"),
    *("iam.serviceAccountKeys.create", "iam.serviceAccounts.setIamPolicy"),
    *("iam.roles.update", "resourcemanager.projects.setIamPolicy"),
    *("resourcemanager.folders.setIamPolicy", "resourcemanager.organizations.setIamPolicy"),
)
AGENT = ("@cloudservices.gserviceaccount.com", ".iam.gserviceaccount.com")


def roles_check(refused: frozenset[str], says: str) -> Check:
    """Return a check that no grant on a project, folder or organization is of some roles."""
    wanted = none_of(*refused)

    @check(*MEMBERS, *BINDINGS, *POLICIES, reads=("role", "member", "members", "policyData"))
    def look(grant: Resource, world: World) -> Iterator[Outcome]:
        if grant.type in POLICIES:
            yield from _whole(grant, refused, says)
            return
        members = [*grant.find("member"), *grant.find("members[]")]
        named = [each.value for each in members if each.value is not Gap.MISSING]
        if named and all(map(_is_agent, named)):
            yield Pass("member")
            return
        yield judged(grant.first("role"), wanted, world.settings, says=says)

    return look


@check(*grants(("serviceaccount:",), "Member", "Binding"), reads=("member", "members", "role"))
def account_is_taken_by_some(grant: Resource, _world: World) -> Iterator[Outcome]:
    """Whoever may be a service account is one identity, not all that a pool lets in."""
    for found in (*grant.find("member"), *grant.find("members[]")):
        text = found.value if isinstance(found.value, str) else ""
        if text in ("allUsers", "allAuthenticatedUsers"):
            yield Fail(found.path, "everyone may be the service account")
        elif text.startswith("principalSet://") and text.endswith("/*"):
            yield Fail(found.path, "whoever the pool lets in may be the service account")
    yield Pass()


@check(*grants(("serviceaccount:",), "Member", "Binding"), reads=("role", "member", "members"))
def account_is_no_persons(grant: Resource, _world: World) -> Iterator[Outcome]:
    """A person, or everybody, has no right for good to make credentials of a service account.

    A workload may have it, and a group of people, which one joins for the task.

    Source: https://cloud.google.com/iam/docs/best-practices-service-accounts#limit-impersonation
    """
    role = grant.get("role")
    if not isinstance(role, str) or role not in MINTING:
        yield NotApplicable(f"role is {grant.first('role')}")
        return
    for found in (*grant.find("member"), *grant.find("members[]")):
        if isinstance(found.value, str) and found.value.startswith(PEOPLE):
            yield Fail(found.path, f"{found} may take on the service account, whatever it may do")
    yield Pass()


def guard_rails(world: World, _cloud: str) -> Iterator[Outcome]:
    """Look for what holds even for owners: policies of the organization."""
    kinds = ("projects:OrganizationPolicy", "folder:OrganizationPolicy", "organizations:Policy")
    if world.estate.has("gcp:orgpolicy:Policy", *(f"gcp:{each}" for each in kinds)):
        yield Pass()
    else:
        yield Fail("", "no policy of the organization limits what owners may do")


def _whole(policy: Resource, refused: frozenset[str], says: str) -> Iterator[Outcome]:
    bindings = policy_bindings(policy)
    if bindings is None:
        yield Undetermined("policyData", "policyData cannot be read yet")
        return
    for binding in find(bindings, "bindings[]"):
        members = [each.value for each in binding.find("members[]")]
        if binding.find("role")[0].value in [*refused] and not all(map(_is_agent, members)):
            yield Fail("policyData", says)
    yield Pass("policyData")


def _is_agent(member: object) -> bool:
    """Whether a member is Google's own account for a service of the project.

    Source: https://cloud.google.com/iam/docs/service-agents
    """
    text = member if isinstance(member, str) else ""
    own, agents = AGENT
    return text.endswith(own) or ("@gcp-sa-" in text and text.endswith(agents))


NOT_THESE = none_of(*ESCALATIONS)

CHECKS: Mapping[str, tuple[Check, ...]] = {
    "IAM-01": (
        roles_check(BASIC, "it is a grant of nearly everything: give a role for the task"),
        need(ON_ONE, "role", none_of(*BASIC), says="it is a grant of nearly everything on it"),
        need(CUSTOM_ROLES, "permissions[]", matches(r"[^*]*", "no wildcard")),
    ),
    "IAM-02": (roles_check(ADMINS, "whoever has the role gives himself any other"),),
    "IAM-03": (pool_lets_some_in, account_is_taken_by_some),
    "IAM-04": (
        roles_check(IMPERSONATORS, "whoever has the role is any service account under it"),
        account_is_no_persons,
        need(CUSTOM_ROLES, "permissions[]", NOT_THESE, says="by it one may be given all rights"),
    ),
    "IAM-05": (
        need("gcp:serviceaccount:Key", "serviceAccountId", absent, says="it is a key without end"),
        need("gcp:storage:HmacKey", "serviceAccountEmail", absent, says="it is a key without end"),
        *(
            need("gcp:compute:ProjectMetadata", f'metadata["{key}"]', wanted, says=says)
            for key, (wanted, says) in LOGINS.items()
        ),
        *(
            need(METADATA_ITEM, "value", wanted, when=[("key", one_of(key))], says=says)
            for key, (wanted, says) in LOGINS.items()
        ),
    ),
    "IAM-10": (need("gcp:orgpolicy:Policy", "spec", given),),
}

SURVEYS: Mapping[str, tuple[Survey, ...]] = {
    "IAM-10": (Survey(("gcp",), guard_rails, ("gcp:orgpolicy:Policy",), account=True),),
}
