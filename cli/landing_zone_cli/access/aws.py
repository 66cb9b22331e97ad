"""Grants on S3 and KMS, read from the policies of IAM roles."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any, cast

from landing_zone_cli.access.model import Access, KeyUse, Operation
from landing_zone_cli.document import Plan, Resource, mapping

OBJECTS = {
    "s3:GetObject": Operation.READ,
    "s3:PutObject": Operation.WRITE,
    "s3:DeleteObject": Operation.DELETE,
    "s3:DeleteObjectVersion": Operation.VERSIONS,
}
"""The action that each operation on objects cannot do without.

Source: https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazons3.html
"""

LIST = "s3:ListBucket"
DECRYPT = "kms:Decrypt"
ENCRYPT = "kms:GenerateDataKey"
"""What S3 asks the caller for when an object is read, and when one is written.

Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/UsingKMSEncryption.html
"""

STORE = re.compile(r"(?P<store>arn:[\w-]+:s3:::[^/]+|\*)(?:/(?P<path>.*))?")
KEY = re.compile(r"arn:[\w-]+:kms:.+:key/.+")

Statement = Mapping[str, Any]


def granted(plan: Plan) -> Iterator[Access | KeyUse]:
    """Yield what the policies of each role allow, as far as its permission boundary lets them."""
    for role in plan.of_type("aws:iam/role:Role"):
        boundary = _boundary(plan, role)
        for statement, urn in _policies(plan, role):
            allowed = _within(statement, boundary)
            yield from _accesses(role, allowed, statement, urn)
            yield from _key_uses(role, allowed, urn)


def _policies(plan: Plan, role: Resource) -> Iterator[tuple[Statement, str]]:
    names = {role.id, role.outputs.get("name"), role.outputs.get("arn"), role.name}
    for inline in plan.of_type("aws:iam/rolePolicy:RolePolicy"):
        if inline.inputs.get("role") in names:
            yield from ((each, inline.urn) for each in _allowing(inline.inputs.get("policy")))
    for attached in plan.of_type("aws:iam/rolePolicyAttachment:RolePolicyAttachment"):
        if attached.inputs.get("role") in names:
            text = _managed(plan, attached.inputs.get("policyArn"))
            yield from ((each, attached.urn) for each in _allowing(text))
    for own in cast("list[Mapping[str, Any]]", role.inputs.get("inlinePolicies") or []):
        yield from ((each, role.urn) for each in _allowing(own.get("policy")))
    for arn in cast("list[Any]", role.inputs.get("managedPolicyArns") or []):
        yield from ((each, role.urn) for each in _allowing(_managed(plan, arn)))


def _managed(plan: Plan, arn: Any) -> Any:
    policies = plan.of_type("aws:iam/policy:Policy")
    found = (each for each in policies if arn in (each.id, each.outputs.get("arn")))
    return next((policy.inputs.get("policy") for policy in found), None)


def _boundary(plan: Plan, role: Resource) -> list[Statement] | None:
    arn = role.inputs.get("permissionsBoundary")
    return None if arn is None else list(_allowing(_managed(plan, arn)))


def _allowing(text: Any) -> Iterator[Statement]:
    """Yield the statements of a policy that allow; what is denied only takes away."""
    try:
        statements = mapping(json.loads(str(text))).get("Statement")
    except ValueError:
        return
    for each in _several(statements):
        if mapping(each).get("Effect") == "Allow":
            yield mapping(each)


def _within(statement: Statement, boundary: list[Statement] | None) -> set[tuple[str, str]]:
    """Return which of the actions we know it allows on which of its resources."""
    known = (*OBJECTS, LIST, DECRYPT, ENCRYPT)
    return {
        (action, resource)
        for action in known
        if _matches(action, statement.get("Action"))
        for resource in _listed(statement.get("Resource"))
        if boundary is None or any(_covers(each, action, resource) for each in boundary)
    }


def _covers(statement: Statement, action: str, resource: str) -> bool:
    return _matches(action, statement.get("Action")) and any(
        fnmatchcase(resource, pattern) for pattern in _listed(statement.get("Resource"))
    )


def _matches(action: str, patterns: Any) -> bool:
    return any(fnmatchcase(action.lower(), each.lower()) for each in _listed(patterns))


def _accesses(
    role: Resource, allowed: Iterable[tuple[str, str]], statement: Statement, urn: str
) -> Iterator[Access]:
    for action, resource in allowed:
        store = STORE.fullmatch(resource)
        if store is None:
            continue
        if action in OBJECTS and store["path"] is not None:
            prefix = store["path"].removesuffix("*") or None
            yield _access(role, store["store"], prefix, OBJECTS[action], urn)
        elif action == LIST and store["path"] is None:
            for prefix in _listed_prefixes(statement):
                yield _access(role, store["store"], prefix, Operation.LIST, urn)


def _access(
    role: Resource, store: str, prefix: str | None, operation: Operation, urn: str
) -> Access:
    return Access(str(role.outputs.get("arn")), store, prefix, frozenset({operation}), urn)


def _listed_prefixes(statement: Statement) -> set[str | None]:
    """Return the folders that may be listed; None stands for all of them."""
    conditions = cast("Mapping[str, Mapping[str, Any]]", statement.get("Condition") or {})
    prefixes = [
        prefix
        for operator, tests in conditions.items()
        if operator.startswith(("StringLike", "StringEquals"))
        for prefix in _listed(tests.get("s3:prefix"))
    ]
    return {prefix.removesuffix("*") or None for prefix in prefixes} or {None}


def _key_uses(role: Resource, allowed: Iterable[tuple[str, str]], urn: str) -> Iterator[KeyUse]:
    pairs = set(allowed)
    for action, resource in pairs:
        if action == DECRYPT and (KEY.fullmatch(resource) or resource == "*"):
            encrypts = (ENCRYPT, resource) in pairs
            yield KeyUse(str(role.outputs.get("arn")), resource, encrypts, urn)


def _listed(value: Any) -> list[str]:
    return [str(each) for each in _several(value)]


def _several(value: Any) -> list[Any]:
    """Return what IAM lets stand alone or in a list, always as a list."""
    if value is None:
        return []
    return cast("list[Any]", value) if isinstance(value, list) else [value]
