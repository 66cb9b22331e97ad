"""Who may stand in an IAM policy, with which role and on what condition.

Source: https://cloud.google.com/iam/docs/principal-identifiers
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from landing_zone_rehearsal.sandbox.behaviour import Request
from landing_zone_rehearsal.sandbox.objects import Object, World

from . import agents
from .conditions import MalformedError, read
from .policies import EVERYBODY, members
from .roles import PROJECTS_OWN, is_no_role

EMAIL = re.compile(r"[^@\s\"]+@[a-z0-9][a-z0-9.-]*\.[a-z]{2,}", re.IGNORECASE)
OWN = re.compile(r"[^@]+@(?P<project>[a-z][a-z0-9-]+)\.iam\.gserviceaccount\.com")
CLUSTERS = re.compile(r"(?P<project>[a-z][a-z0-9-]+)\.svc\.id\.goog\[[a-z0-9-]+/[a-z0-9-]+\]")
POOL = re.compile(
    r"(//)?iam\.googleapis\.com/(?P<pool>projects/\d+/locations/global/workloadIdentityPools/[^/]+)/.+"
)

BY_EMAIL = frozenset({"user", "group", "serviceAccount"})
FEDERATED = frozenset({"principal", "principalSet"})
OTHERS = frozenset({"domain", "deleted", "projectOwner", "projectEditor", "projectViewer"})

UNKNOWN_TYPE = (
    "googleapi: Error 400: The member {member} is of an unknown type. Please set a valid type"
    " prefix for the member., badRequest"
)
NO_POOL = (
    "googleapi: Error 400: Identity Pool does not exist ({pool}). Please check that you specified a"
    " valid resource name as returned in the `name` attribute in the configuration API., badRequest"
)
PUBLIC = (
    "googleapi: Error 412: One or more users named in the policy do not belong to a permitted"
    " customer: public access prevention is enforced for {bucket}., conditionNotMet"
)


def names_who_exists(request: Request) -> Iterator[str]:
    """Refuse members that are not written as such, or that are nobody."""
    for member in members(request.object):
        kind, _, who = member.partition(":")
        if kind in BY_EMAIL:
            yield from _by_email(request.world, kind, who)
        elif kind in FEDERATED:
            yield from _federated(request.world, who)
        elif kind not in OTHERS | EVERYBODY:
            yield UNKNOWN_TYPE.format(member=member)


def gives_a_role_that_exists(request: Request) -> Iterator[str]:
    """Refuse roles that do not exist."""
    role = str(request.object.get("role"))
    unsupported = (
        f"googleapi: Error 400: Role {role} is not supported for this resource., badRequest"
    )
    if is_no_role(role):
        yield unsupported
    elif not re.fullmatch(r"(organizations/\d+/|projects/[^/]+/)?roles/[A-Za-z0-9_.]+", role):
        yield f"googleapi: Error 400: Invalid role {role}., badRequest"
    elif role.startswith("projects/") and request.world.get(PROJECTS_OWN, role) is None:
        yield unsupported


def has_a_readable_condition(request: Request) -> Iterator[str]:
    """Refuse a condition that is no expression, and any on a basic role.

    Source: https://cloud.google.com/iam/docs/conditions-overview#limitations
    """
    expression = request.object.get("condition.expression")
    if expression is None:
        return
    try:
        read(str(expression))
    except MalformedError as error:
        yield (
            f"googleapi: Error 400: Condition expression compilation failed: {error}., badRequest"
        )
    if request.object.get("role") in {"roles/owner", "roles/editor", "roles/viewer"}:
        yield (
            "googleapi: Error 400: Conditions can't be set on bindings to basic roles., badRequest"
        )


def keeps_the_public_out(request: Request) -> Iterator[str]:
    """Refuse everybody where a bucket is closed to the public.

    Source: https://cloud.google.com/storage/docs/public-access-prevention
    """
    if EVERYBODY.isdisjoint(members(request.object)):
        return
    for bucket in _buckets(request):
        if bucket.get("publicAccessPrevention") == "enforced":
            yield PUBLIC.format(bucket=bucket.id)


def is_in_a_bucket_without_lists(request: Request) -> Iterator[str]:
    """Refuse conditions and folders where access lists of single objects hold as well.

    Source: https://cloud.google.com/storage/docs/uniform-bucket-level-access
    """
    wants = request.object.get("condition") or request.object.kind == "gcp:storage:ManagedFolder"
    for bucket in _buckets(request) if wants else ():
        if not bucket.get("uniformBucketLevelAccess"):
            yield (
                "googleapi: Error 412: Uniform bucket-level access is required to be enabled on"
                f" the bucket {bucket.id} in order to perform this operation., conditionNotMet"
            )


def _buckets(request: Request) -> Iterator[Object]:
    name = str(request.object.get("bucket")).removeprefix("b/")
    yield from request.world.find(("gcp:storage:Bucket",), ("name",), name)


def _by_email(world: World, kind: str, who: str) -> Iterator[str]:
    cluster = CLUSTERS.fullmatch(who)
    if kind == "serviceAccount" and cluster:
        yield from _of_clusters(world, cluster["project"])
    elif not EMAIL.fullmatch(who):
        yield f"googleapi: Error 400: Invalid e-mail address {kind}:{who}., badRequest"
    elif kind == "serviceAccount" and not _is_account(world, who):
        yield f"googleapi: Error 400: Service account {who} does not exist., badRequest"


def _is_account(world: World, email: str) -> bool:
    if agents.is_agent(email):
        return agents.exists(world, email)
    own = OWN.fullmatch(email)
    if own is None or not _is_simulated(world, own["project"]):
        return True
    return any(each.get("email") == email for each in world.of("gcp:serviceaccount:Account"))


def _of_clusters(world: World, project: str) -> Iterator[str]:
    """A project's pool of clusters comes with its first cluster that uses it.

    Source: https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity
    """
    pool = f"{project}.svc.id.goog"
    pools = {each.get("workloadIdentityConfig.workloadPool") for each in _clusters(world)}
    if _is_simulated(world, project) and pool not in pools:
        yield NO_POOL.format(pool=pool)


def _clusters(world: World) -> list[Object]:
    return [*world.of("gcp:container:Cluster")]


def _federated(world: World, who: str) -> Iterator[str]:
    named = POOL.fullmatch(who)
    if named is None:
        return
    pools = {each.get("name") for each in world.of("gcp:iam:WorkloadIdentityPool")}
    if named["pool"] not in pools:
        yield NO_POOL.format(pool=named["pool"])


def _is_simulated(world: World, project: str) -> bool:
    return any(each.account == project for each in world.of() if each.package == "gcp")
