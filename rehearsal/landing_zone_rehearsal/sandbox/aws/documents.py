"""Refuses policy documents that AWS cannot read, or that name what does not exist.

Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html,
https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-overview.html,
https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from landing_zone_rehearsal.sandbox.behaviour import Request, Rule
from landing_zone_rehearsal.sandbox.objects import Object
from landing_zone_rehearsal.values import is_dict

from .conditions import is_operator
from .deployed import bucket_of, role_of
from .statements import Statement, listed, principals, statements

VERSIONS = ("2008-10-17", "2012-10-17")

ACTION = re.compile(r"\*|[A-Za-z0-9-]+:[A-Za-z0-9*?]+")
ARN = re.compile(r"arn:(?P<partition>[^:]*):[^:]*:[^:]*:[^:]*:.+", re.DOTALL)
SID = re.compile(r"[0-9A-Za-z]*")
ROLE = re.compile(r"arn:[\w-]+:iam::(?P<account>\d{12}):role/(?P<path>.+)")
BY_AWS = ("aws-service-role/", "aws-reserved/")
"""Paths of roles that AWS's services and Identity Center make, which are not simulated."""
SERVICE = re.compile(r"[a-z0-9.-]+\.amazonaws\.com(?:\.cn)?|[a-z0-9.-]+\.aws\.internal")


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How one service reads policies, and what it says of those that it cannot read."""

    code: str
    syntax: str
    principal: str
    """`{kind}` and `{name}` are those of a principal that does not exist."""
    resource: str = 'Resource {name} must be in ARN format or "*".'
    action: str = "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
    condition: str = "Invalid Condition type : {name}."
    sid: str = (
        "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular"
        " expression [0-9A-Za-z]*"
    )
    has_principal: bool = True
    has_resource: bool = True
    any_sid: bool = False


IAM = Dialect(
    code="MalformedPolicyDocument",
    syntax="Syntax errors in policy.",
    principal='Invalid principal in policy: "{kind}":"{name}"',
    has_principal=False,
)
TRUST = Dialect(code=IAM.code, syntax=IAM.syntax, principal=IAM.principal, has_resource=False)
KMS = Dialect(
    code="MalformedPolicyDocumentException",
    syntax="The request was rejected because the specified policy is not syntactically correct.",
    principal="Policy contains a statement with one or more invalid principals.",
    any_sid=True,
)
S3 = Dialect(
    code="MalformedPolicy",
    syntax="Policies must be valid JSON and the first byte must be '{{'",
    principal="Invalid principal in policy",
    resource="Policy has invalid resource",
    action="Policy has invalid action",
    any_sid=True,
)
LOGS = Dialect(
    code="InvalidParameterException",
    syntax="Policy document is not valid",
    principal="Policy document names an invalid principal: {name}",
    any_sid=True,
)
ENDPOINT = Dialect(
    code="InvalidPolicyDocument",
    syntax="The policy document is not valid",
    principal="The policy document names an invalid principal: {name}",
    any_sid=True,
)

DOCUMENTS: Mapping[str, tuple[str, Dialect]] = {
    "aws:iam:Policy": ("policy", IAM),
    "aws:iam:RolePolicy": ("policy", IAM),
    "aws:iam:Role": ("assumeRolePolicy", TRUST),
    "aws:kms:Key": ("policy", KMS),
    "aws:s3:BucketPolicy": ("policy", S3),
    "aws:cloudwatch:LogResourcePolicy": ("policyDocument", LOGS),
    "aws:ec2:VpcEndpoint": ("policy", ENDPOINT),
}
"""Where each type holds its policy, and who reads it."""


def malformed(request: Request) -> Iterator[str]:
    """Yield what is wrong with a policy document."""
    path, dialect = DOCUMENTS[request.object.kind]
    text = request.object.get(path)
    if text is None:
        return
    if not _is_readable(text):
        yield f"{dialect.code}: {dialect.syntax.format()}"
        return
    for statement in statements(text, request.object.name):
        for reason in _faults(request, dialect, statement):
            yield f"{dialect.code}: {reason}"
    yield from _repeated(dialect, statements(text, request.object.name))


RULES: Mapping[str, Sequence[Rule]] = dict.fromkeys(DOCUMENTS, (malformed,))


def _is_readable(text: Any) -> bool:
    try:
        said: Any = json.loads(str(text))
    except ValueError:
        return False
    if not is_dict(said) or said.get("Version", VERSIONS[0]) not in VERSIONS:
        return False
    held = statements(text, "")
    return bool(held) and all(
        each.said.get("Effect") in {"Allow", "Deny"}
        and ("Action" in each.said) != ("NotAction" in each.said)
        for each in held
    )


def _faults(request: Request, dialect: Dialect, statement: Statement) -> Iterator[str]:
    said = statement.said
    yield from _misplaced(dialect, said)
    if not dialect.any_sid and not SID.fullmatch(str(said.get("Sid", ""))):
        yield dialect.sid
    for action in listed(said.get("Action", said.get("NotAction"))):
        if not ACTION.fullmatch(action):
            yield dialect.action
    for operator in statement.conditions:
        if not is_operator(operator):
            yield dialect.condition.format(name=operator)
    for resource in listed(said.get("Resource", said.get("NotResource"))):
        yield from _resource_faults(request.object, dialect, resource)
    for kind, name in principals(statement):
        if not _exists(request, kind, name):
            yield dialect.principal.format(kind=kind, name=name)


def _misplaced(dialect: Dialect, said: Mapping[str, Any]) -> Iterator[str]:
    names_principal = "Principal" in said or "NotPrincipal" in said
    names_resource = "Resource" in said or "NotResource" in said
    if names_principal and not dialect.has_principal:
        yield "Policy document should not specify a principal."
    if dialect.has_principal and not names_principal:
        yield "Missing required field Principal"
    if names_resource and not dialect.has_resource:
        yield "Has prohibited field Resource"
    if dialect.has_resource and not names_resource:
        yield "Policy statement must contain resources."


def _resource_faults(made: Object, dialect: Dialect, resource: str) -> Iterator[str]:
    parts = ARN.fullmatch(resource)
    if resource != "*" and not parts:
        yield dialect.resource.format(name=resource)
    elif parts and parts["partition"] not in {_partition(made), "*"}:
        yield f'Partition "{parts["partition"]}" is not valid for resource "{resource}".'
    elif dialect is S3 and bucket_of(resource) != made.get("bucket"):
        yield dialect.resource


def _repeated(dialect: Dialect, held: Sequence[Statement]) -> Iterator[str]:
    sids = [sid for each in held if (sid := each.said.get("Sid"))]
    if len(sids) != len(set(sids)):
        yield f"{dialect.code}: Statement IDs (SID) in a single policy must be unique."


def _exists(request: Request, kind: str, name: str) -> bool:
    """Whether a principal exists; roles are looked up in the accounts that are simulated."""
    if kind == "Service":
        return SERVICE.fullmatch(name) is not None
    role = ROLE.fullmatch(name)
    if kind != "AWS" or name == "*":
        return True
    if not role:
        return (
            ARN.fullmatch(name) is not None
            or re.fullmatch(r"\d{12}|A[A-Z0-9]{15,}", name) is not None
        )
    if role["path"].startswith(BY_AWS):
        return True
    simulated = {each.account for each in request.world.of()} | {request.object.account}
    return role["account"] not in simulated or role_of(request.world, name) is not None


def _partition(made: Object) -> str:
    return "aws-us-gov" if made.region.startswith("us-gov-") else "aws"
