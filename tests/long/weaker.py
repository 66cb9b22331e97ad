"""What is weaker than a value or a policy document."""

import copy
import re
from collections.abc import Iterator, Mapping
from typing import Any

WEAKER: Mapping[str, str] = {
    "Deny": "Allow",
    "deny": "allow",
    "DROP": "PASS",
    "Disabled": "Enabled",
    "Enabled": "Disabled",
    "None": "Blob",
    "TLS1_2": "TLS1_0",
    "PrivateOnly": "Open",
    "enforced": "inherited",
    "private": "public",
    "true": "false",
    "TRUE": "FALSE",
    "ALL": "ACCEPT",
    "HSM": "SOFTWARE",
    "RSA-HSM": "RSA",
    "aws:kms": "AES256",
    "BucketOwnerEnforced": "ObjectWriter",
    "FullyRestricted": "NotRestricted",
    "VirtualNetwork": "*",
}
"""The worse setting, by the setting."""

OWNER = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635"
WIDER: Mapping[str, tuple[str, ...]] = {
    "member": ("allUsers", "allAuthenticatedUsers", "user:somebody@example.com"),
    "role": ("roles/owner", "roles/storage.admin"),
    "roleDefinitionId": (
        f"/providers/Microsoft.Authorization/roleDefinitions/{OWNER}",
        "/providers/Microsoft.Authorization/roleDefinitions/b7e6dc6d-f1e8-4753-8033-0f276bb0955c",
    ),
    "sourceAddressPrefix": ("*", "Internet"),
    "issuer": ("https://token.actions.githubusercontent.com",),
}
"""Whom, and with which rights, a grant should not let in, by the property."""

OPENINGS: Mapping[str, Mapping[str, Any]] = {
    "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": {
        "ingress": [{"protocol": "-1", "self": True, "fromPort": 0, "toPort": 0}],
        "egress": [{"protocol": "-1", "cidrBlocks": ["0.0.0.0/0"], "fromPort": 0, "toPort": 0}],
    },
    "aws:ec2/defaultRouteTable:DefaultRouteTable": {
        "routes": [{"cidrBlock": "0.0.0.0/0", "gatewayId": "igw-1"}],
    },
    "aws:ec2/securityGroup:SecurityGroup": {
        "ingress": [{"protocol": "-1", "cidrBlocks": ["10.0.0.0/8"], "fromPort": 0, "toPort": 0}],
        "egress": [{"protocol": "-1", "cidrBlocks": ["0.0.0.0/0"], "fromPort": 0, "toPort": 0}],
    },
    "azure-native:network:Subnet": {"natGateway": {"id": "another"}},
    "azure-native:storage:StorageAccount": {
        "networkRuleSet.ipRules": [{"value": "203.0.113.0/24"}],
    },
    "azure-native:keyvault:Vault": {
        "properties.networkAcls.ipRules": [{"value": "203.0.113.0/24"}],
        "properties.accessPolicies": [{"objectId": "somebody"}],
    },
    "gcp:dns/managedZone:ManagedZone": {"peeringConfig": {"targetNetwork": "another"}},
    "gcp:storage/bucket:Bucket": {"cors": [{"origins": ["*"], "methods": ["GET"]}]},
}
"""What would open a resource that says nothing of it, by type and property."""

MORE: Mapping[str, str] = {
    "s3": "s3:PutBucketPolicy",
    "kms": "kms:CreateGrant",
    "logs": "logs:DeleteLogGroup",
    "sts": "sts:AssumeRoleWithWebIdentity",
    "secretsmanager": "secretsmanager:PutSecretValue",
    "ecr": "ecr:PutImage",
}
"""An action too many, by service."""

LONG = re.compile(r"rotation|maxSession|timeAfterCreate|daysAfterInit|Interval", re.IGNORECASE)
"""Times that harden by being short."""

IS_CIDR = re.compile(r"\d+(\.\d+){3}(/\d+)?")


def values(kind: str, path: str, value: Any) -> Iterator[Any]:
    """Yield what is weaker than the value of a property."""
    name = re.sub(r"[.\d]+$", "", path).rpartition(".")[2]
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, int | float):
        yield from _numbers(path, value)
    elif isinstance(value, str):
        yield from _texts(kind, name, value)


def _numbers(path: str, value: float) -> Iterator[float]:
    if value:
        yield 0
    if LONG.search(path) or path.endswith("priority"):
        yield value * 1000


def _texts(kind: str, name: str, value: str) -> Iterator[str]:
    if not kind.startswith("aws:"):
        yield from (wide for wide in WIDER.get(name, ()) if wide != value)
    if name == "scope":
        parts = value.split("/")
        yield from ("/".join(parts[:3]), "/".join(parts[:5]))
    if name == "condition":
        yield re.sub(r"StringStartsWith '[^']*'", "StringStartsWith ''", value)
        yield value.partition(") AND ((!")[0]
        yield re.sub(r" AND !\(ActionMatches\{'[^']*/delete'\}\)", "", value)
    if name == "expression":
        yield "true"
    if value in WEAKER:
        yield WEAKER[value]
    elif IS_CIDR.fullmatch(value) and value != "0.0.0.0/0":
        yield "0.0.0.0/0"
    elif duration := re.fullmatch(r"(P?)\d+([Ds])", value):
        yield f"{duration[1]}1{duration[2]}"
        yield f"{duration[1]}999999{duration[2]}"
    else:
        yield f"other-{value}"


def members(elements: list[Any]) -> Iterator[Any]:
    """Yield what a list of texts should not hold as well."""
    if all(isinstance(each, str) for each in elements):
        yield "0.0.0.0/0" if IS_CIDR.fullmatch(elements[0]) else "*"


def documents(document: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield each worse form of a policy document, with what was done to it."""
    everything = {"Sid": "Everything", "Effect": "Allow", "Action": "s3:GetObject"}
    for n, statement in enumerate(document["Statement"]):
        rest = [*document["Statement"][:n], *document["Statement"][n + 1 :]]
        sid = statement.get("Sid", n)
        yield f"without statement {sid}", {**document, "Statement": rest}
        for what, worse in _statements(statement):
            yield f"{what} in {sid}", {**document, "Statement": [*rest, worse]}
    more = {**everything, "Resource": "arn:aws:s3:::*", "Principal": {"AWS": "*"}}
    yield "with one more statement", {**document, "Statement": [*document["Statement"], more]}


def _statements(statement: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for operator, keys in statement.get("Condition", {}).items():
        for key in keys:
            yield f"without {operator} {key}", _conditioned(statement, operator, key, None)
            yield f"any {operator} {key}", _conditioned(statement, operator, key, "*")
    if statement["Effect"] == "Allow":
        yield from _widened(statement)
    else:
        yield from _narrowed(statement)


def _conditioned(
    statement: dict[str, Any], operator: str, key: str, value: str | None
) -> dict[str, Any]:
    worse = copy.deepcopy(statement)
    if value is None:
        del worse["Condition"][operator][key]
    else:
        worse["Condition"][operator][key] = value
    return worse


def _widened(statement: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    actions = _listed(statement["Action"])
    service = actions[0].partition(":")[0]
    for more in ("iam:PassRole", MORE.get(service, f"{service}:More")):
        if more not in actions and actions != ["*"]:
            yield f"also {more}", {**statement, "Action": [*actions, more]}
    if actions != ["*"]:
        yield "any action", {**statement, "Action": "*"}
        yield f"any {service} action", {**statement, "Action": [f"{service}:*"]}
    if "Resource" in statement and statement["Resource"] != "*":
        yield "any resource", {**statement, "Resource": "*"}
        more = [*_listed(statement["Resource"]), "arn:aws:s3:::another/*"]
        yield "one more resource", {**statement, "Resource": more}
    if "Principal" in statement:
        if statement["Principal"] not in ("*", {"AWS": "*"}):
            yield "anybody", {**statement, "Principal": "*"}
        yield (
            "another account",
            {**statement, "Principal": {"AWS": "arn:aws:iam::999999999999:root"}},
        )


def _narrowed(statement: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    yield "nothing denied", {**statement, "Effect": "Allow"}
    yield "one action denied", {**statement, "Action": ["s3:DeleteBucket"]}
    yield "one principal denied", {**statement, "Principal": {"AWS": "arn:aws:iam::1:role/one"}}
    if len(_listed(statement["Resource"])) > 1:
        yield "one resource denied", {**statement, "Resource": _listed(statement["Resource"])[:1]}
    fewer = {**statement.get("Condition", {}), "Bool": {"aws:MultiFactorAuthPresent": "false"}}
    yield "one more condition", {**statement, "Condition": fewer}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
