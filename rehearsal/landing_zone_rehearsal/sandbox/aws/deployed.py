"""Finds the policies that were deployed, for a request that somebody makes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from landing_zone_rehearsal.sandbox.behaviour import Decision
from landing_zone_rehearsal.sandbox.objects import Object, World
from landing_zone_rehearsal.values import is_dict

from .evaluation import Policies, decide
from .managed import managed
from .statements import Call, Statement, statements

ROLE = "aws:iam:Role"
KEY = "aws:kms:Key"
BUCKET = "aws:s3:Bucket"

HOLDERS = {BUCKET: ("aws:s3:BucketPolicy", "bucket", "policy")}
"""Which type holds the policy of another: how it names it, and where the policy stands."""


def ask(world: World, call: Call) -> Decision:
    """Decide a request by what was deployed; what is not mentioned is not allowed."""
    return decide(call, policies_for(world, call))


def policies_for(world: World, call: Call) -> Policies:
    """Collect everything that has a say in a request."""
    role = role_of(world, call.principal.name)
    key = find_key(world, call.resource)
    other_account = bool(call.principal.account) and call.principal.account != call.account
    return Policies(
        own=[*_own(world, role)] if role else (),
        boundary=_boundary(world, role) if role else None,
        theirs=[*key_statements(key), *_grants(world, key)]
        if key
        else [*_theirs(world, call.resource)],
        needs_theirs=key is not None or other_account,
    )


def role_of(world: World, arn: str) -> Object | None:
    """Find a role by its ARN, or by that of a session of it."""
    name = arn.split("/")[1] if ":assumed-role/" in arn else None
    by, value = (("name",), name) if name else (("arn",), arn)
    return next(world.find((ROLE,), by, value), None)


def bucket_of(arn: str) -> str:
    """Read the name of the bucket out of its ARN, or out of that of something in it."""
    return arn.partition(":::")[2].partition("/")[0]


def find_key(world: World, name: Any) -> Object | None:
    """Find a key by its ARN or ID, or by the ARN or name of an alias."""
    alias = next(world.find(("aws:kms:Alias",), ("arn", "name"), name), None)
    value = alias.get("targetKeyId") if alias else name
    return next(world.find((KEY,), ("arn", "keyId"), value), None)


def key_statements(key: Object) -> list[Statement]:
    """Return what a key's policy says; without one of its own, the account's policies decide."""
    if key.get("policy"):
        return statements(key.get("policy"), f"the policy of key {key.name}")
    account = {"AWS": f"arn:aws:iam::{key.account}:root"}
    said = {"Effect": "Allow", "Action": "kms:*", "Resource": "*", "Principal": account}
    return [Statement(said, f"the default policy of key {key.name}")]


def _grants(world: World, key: Object) -> Iterator[Statement]:
    """Yield what grants add to a key's policy.

    Source: https://docs.aws.amazon.com/kms/latest/developerguide/grants.html
    """
    for grant in world.find(("aws:kms:Grant",), ("keyId",), key.get("arn")):
        said: dict[str, Any] = {
            "Effect": "Allow",
            "Action": [f"kms:{each}" for each in grant.all("operations[]")],
            "Resource": "*",
            "Principal": {"AWS": grant.get("granteePrincipal")},
            "Condition": {"StringEquals": _constraints(grant)},
        }
        yield Statement(said, f"grant {grant.name}")


def _constraints(grant: Object) -> dict[str, Any]:
    context = grant.all("constraints[].encryptionContextEquals")
    context += grant.all("constraints[].encryptionContextSubset")
    said = (each.items() for each in context if is_dict(each))
    return {f"kms:EncryptionContext:{name}": value for each in said for name, value in each}


def _own(world: World, role: Object) -> Iterator[Statement]:
    name = role.get("name")
    for inline in world.find(("aws:iam:RolePolicy",), ("role",), name):
        yield from statements(inline.get("policy"), f"{inline.name} ({inline.kind})")
    for attached in world.find(("aws:iam:RolePolicyAttachment",), ("role",), name):
        yield from _managed(world, attached.get("policyArn"))
    for arn in role.all("managedPolicyArns[]"):
        yield from _managed(world, arn)
    for policy in role.all("inlinePolicies[].policy"):
        yield from statements(policy, f"role {role.name}")


def _managed(world: World, arn: Any) -> Iterator[Statement]:
    policy = next(world.find(("aws:iam:Policy",), ("arn",), arn), None)
    if policy:
        yield from statements(policy.get("policy"), f"{policy.name} ({policy.kind})")
    yield from managed(arn)


def _boundary(world: World, role: Object) -> list[Statement] | None:
    arn = role.get("permissionsBoundary")
    return [*_managed(world, arn)] if arn else None


def _theirs(world: World, arn: str) -> Iterator[Statement]:
    """Yield what the policy of a resource says that is kept beside it."""
    name = bucket_of(arn)
    for holder, by, path in HOLDERS.values():
        for each in world.find((holder,), (by,), name) if name else ():
            yield from statements(each.get(path), f"{each.name} ({each.kind})")
