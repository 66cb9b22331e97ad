"""What policies on AWS allow: everything, or to make oneself allowed everything."""

import re
from collections.abc import Callable, Iterator, Mapping

from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass, Undetermined
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check, need
from landing_zone_policies.statements import Condition, Statement, judge_statements, read
from landing_zone_policies.wanted import matches

POLICIES: Mapping[str, str] = {
    "aws:iam:Policy": "policy",
    "aws:iam:RolePolicy": "policy",
    "aws:iam:UserPolicy": "policy",
    "aws:iam:GroupPolicy": "policy",
    "aws:iam:Role": "inlinePolicies[].policy",
    "aws:ssoadmin:PermissionSetInlinePolicy": "inlinePolicy",
    "aws-native:iam:ManagedPolicy": "policyDocument",
    "aws-native:iam:RolePolicy": "policyDocument",
    "aws-native:iam:UserPolicy": "policyDocument",
    "aws-native:iam:GroupPolicy": "policyDocument",
    "aws-native:iam:Role": "policies[].policyDocument",
}
"""By type, where a policy that is given to somebody stands."""

BOUNDED = ("aws:iam:Role", "aws:iam:User", "aws-native:iam:Role", "aws-native:iam:User")

ESCALATIONS = tuple(
    f"iam:{each}"
    for each in (
        *("addusertogroup", "attachgrouppolicy", "attachrolepolicy", "attachuserpolicy"),
        *("createaccesskey", "createloginprofile", "createpolicyversion", "passrole"),
        *("putgrouppolicy", "putrolepolicy", "putuserpolicy", "setdefaultpolicyversion"),
        *("updateassumerolepolicy", "updateloginprofile", "deleterolepermissionsboundary"),
        *("deleteuserpermissionsboundary", "createservicespecificcredential"),
    )
)
"""Actions by which whoever may do them to anyone may make himself anyone.

Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html,
https://rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/
"""

ANY_NAME = r"\*|arn:[^:]*:iam::[^:]*:(?:\*|(?:role|user|group|policy)/\*)"
LOOSE = frozenset(
    {"aws:requestedregion", "aws:securetransport", "aws:multifactorauthpresent"}
    | {"aws:currenttime", "aws:useragent", "aws:referer"}
)
"""Keys of conditions that say nothing of what is done to whom."""

ADMIN_AS_SAID = matches(
    r"(?!arn:aws[a-z-]*:iam::aws:policy/(?:AdministratorAccess|IAMFullAccess)$).*",
    "a policy without all rights",
).or_missing()
ADMIN = ADMIN_AS_SAID.if_unknown(holds=True)
"""An ARN that is known after deployment is of a policy of one's own."""
CLUSTER_ADMIN = "cluster-access-policy/AmazonEKSClusterAdminPolicy"
SIGN_ON = "/aws-reserved/sso.amazonaws.com/"
"""What is in the name of every role that people get by signing in."""


def policies_check(objection: Callable[[Statement], str | None]) -> Check:
    """Return a check of every policy that gives somebody something."""

    @check(*POLICIES, reads=tuple(dict.fromkeys(POLICIES.values())), joins=True)
    def look(policy: Resource, world: World) -> Iterator[Outcome]:
        if world.estate.pointing(policy, "permissionsBoundary", *BOUNDED):
            yield NotApplicable("it is a boundary, which gives nothing")
            return
        absent = "it has no policy of its own"
        yield from judge_statements(policy, POLICIES[policy.type], objection, absent=absent)

    return look


def all_of_it(statement: Statement) -> str | None:
    """Say of a statement that it allows everything, or all but some."""
    if not statement.allows or not statement.everything:
        return None
    if any(
        not each.strip("*") or not each.replace(":", "").strip("*") for each in statement.actions
    ):
        return "allows every action on every resource"
    return "allows all but some actions on every resource" if statement.not_actions else None


def escalates(statement: Statement) -> str | None:
    """Say of a statement by which action whoever has it may have all."""
    if not statement.allows or any(map(_narrows, statement.conditions)):
        return None
    names = statement.resources or (("*",) if statement.not_resources else ())
    if not any(re.fullmatch(ANY_NAME, each) for each in names):
        return None
    found = [each for each in ESCALATIONS if statement.covers(each)]
    if found:
        return f"allows {found[0]} on everything of its kind, by which one may be given all rights"
    return "allows sts:AssumeRole of any role" if _assumes_any(statement) else None


def _assumes_any(statement: Statement) -> bool:
    return not statement.not_actions and statement.covers("sts:assumerole")


def _narrows(condition: Condition) -> bool:
    return condition.key not in LOOSE


@check("aws:eks:AccessPolicyAssociation", reads=("policyArn", "principalArn"), joins=True)
def cluster_admins_are_people(access: Resource, world: World) -> Iterator[Outcome]:
    """All rights in a cluster are for a role that people take on, under a condition."""
    policy = access.first("policyArn")
    if not policy.is_known:
        yield Undetermined(policy.path, f"{policy.path} is known after deployment")
        return
    if not str(policy.value).endswith(CLUSTER_ADMIN) or SIGN_ON in str(access.get("principalArn")):
        yield Pass(policy.path)
        return
    trusts = [read(each.first("assumeRolePolicy")) for each in _roles(access, world)]
    if trusts and all(map(_is_for_people, trusts)):
        yield Pass(policy.path)
        return
    yield Fail(
        policy.path, "all rights in the cluster, for what is no role of people under a condition"
    )


def _roles(access: Resource, world: World) -> list[Resource]:
    """Return the roles that rights in a cluster are for, by way of an entry or not."""
    entries = world.estate.targets(access, "principalArn", "aws:eks:AccessEntry")
    return [
        role
        for each in (access, *entries)
        for role in world.estate.targets(each, "principalArn", "aws:iam:Role")
    ]


def _is_for_people(trust: list[Statement] | None) -> bool:
    return bool(trust) and all(
        each.conditions and not any(kind.casefold() == "service" for kind, _ in each.principals)
        for each in trust or ()
        if each.allows
    )


def none_of_them(type_: str, path: str) -> Check:
    """Return the row that an attachment is of no policy with all rights."""
    return need(type_, path, ADMIN, says="a policy with all rights is attached")


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "IAM-01": (policies_check(all_of_it),),
    "IAM-02": (
        none_of_them("aws:iam:RolePolicyAttachment", "policyArn"),
        none_of_them("aws:iam:UserPolicyAttachment", "policyArn"),
        none_of_them("aws:iam:GroupPolicyAttachment", "policyArn"),
        none_of_them("aws:iam:PolicyAttachment", "policyArn"),
        none_of_them("aws:iam:RolePolicyAttachmentsExclusive", "policyArns[]"),
        none_of_them("aws:iam:UserPolicyAttachmentsExclusive", "policyArns[]"),
        none_of_them("aws:iam:GroupPolicyAttachmentsExclusive", "policyArns[]"),
        none_of_them("aws:iam:Role", "managedPolicyArns[]"),
        none_of_them("aws:ssoadmin:ManagedPolicyAttachment", "managedPolicyArn"),
        none_of_them("aws:ssoadmin:ManagedPolicyAttachmentsExclusive", "managedPolicyArns[]"),
        none_of_them("aws-native:iam:Role", "managedPolicyArns[]"),
        none_of_them("aws-native:iam:User", "managedPolicyArns[]"),
        cluster_admins_are_people,
    ),
    "IAM-04": (policies_check(escalates),),
}
