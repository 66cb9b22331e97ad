"""The policy of a key: who administers it, who may use it, and through which services."""

from collections.abc import Iterator
from dataclasses import dataclass

from landing_zone.baseline.aws import Statement, allow, arn, deny, iam_arn, people_of
from landing_zone.core import Environment
from landing_zone.keys.spec import KeysSpec, Purpose

ADMINISTRATION = (
    "kms:CancelKeyDeletion",
    "kms:CreateAlias",
    "kms:DeleteAlias",
    "kms:DescribeKey",
    "kms:DisableKey",
    "kms:DisableKeyRotation",
    "kms:EnableKey",
    "kms:EnableKeyRotation",
    "kms:GetKeyPolicy",
    "kms:GetKeyRotationStatus",
    "kms:ListGrants",
    "kms:ListKeyPolicies",
    "kms:ListKeyRotations",
    "kms:ListResourceTags",
    "kms:PutKeyPolicy",
    "kms:RevokeGrant",
    "kms:RotateKeyOnDemand",
    "kms:ScheduleKeyDeletion",
    "kms:TagResource",
    "kms:UntagResource",
    "kms:UpdateAlias",
    "kms:UpdateKeyDescription",
)
"""What the account's IAM policies may allow without a condition: nothing that touches data.

It holds `kms:PutKeyPolicy`, without which KMS refuses the policy lest nobody can change it again.

Source: https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html
"""

CRYPTOGRAPHY = (
    *("kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext"),
    *("kms:ReEncryptFrom", "kms:ReEncryptTo"),
)
"""The operations that touch data, name by name."""


@dataclass(frozen=True)
class Reach:
    """The services that a purpose's key may be used through."""

    via: tuple[str, ...]
    """As `kms:ViaService` names them."""
    creates: bool = False
    """Whether creating what is encrypted makes the creator use the key or grant it on, so that
    the keys' administrators, who create it, must not be denied that."""


REACH = {
    Purpose.DATA: Reach(("s3",)),
    Purpose.CLUSTER: Reach(("ec2", "eks"), creates=True),
    Purpose.LOGS: Reach(("logs", "network-firewall"), creates=True),
    Purpose.REGISTRY: Reach(("ecr",), creates=True),
    Purpose.SECRETS: Reach(("secretsmanager", "ssm")),
}
"""Source: https://docs.aws.amazon.com/kms/latest/developerguide/conditions-kms.html"""


def statements_of(env: Environment, spec: KeysSpec, purpose: Purpose) -> list[Statement]:
    """Return a key's policy, whose resource `*` is the key itself."""
    account = {"AWS": iam_arn(env, "root")}
    services = within(env, purpose)
    statements = [
        allow("Administer", ADMINISTRATION, "*", principal=account),
        allow("Use", (*CRYPTOGRAPHY, "kms:DescribeKey"), "*", principal=account, when=services),
    ]
    if REACH[purpose].creates:
        resource = {"Bool": {"kms:GrantIsForAWSResource": "true"}}
        when = {**services, **resource}
        statements.append(allow("Grant", ["kms:CreateGrant"], "*", principal=account, when=when))
    if purpose is Purpose.LOGS:
        statements.append(_used_by_log_groups(env))
    if purpose is Purpose.CLUSTER:
        statements += _used_by_scaling_groups(env)
    return statements + list(_for_administrators(env, spec, purpose))


def within(env: Environment, purpose: Purpose) -> dict[str, dict[str, object]]:
    """Return the conditions that keep use to this account and to the purpose's services.

    `kms:CallerAccount` names the account of whoever calls; `aws:SourceAccount` would be that of a
    service acting by itself, which none does through these.
    """
    via = [f"{service}.{env.region}.amazonaws.com" for service in REACH[purpose].via]
    return {"StringEquals": {"kms:CallerAccount": env.account, "kms:ViaService": via}}


def _used_by_log_groups(env: Environment) -> Statement:
    """Let CloudWatch Logs use a key, for log groups of this account and region alone.

    The encryption context holds the log group's ARN, and so its account. AWS's page asks for that
    condition; it does not say that `aws:SourceAccount` is sent.

    Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
    """
    groups = arn(env, "logs", "log-group:*")
    return allow(
        "LogGroups",
        (*CRYPTOGRAPHY, "kms:DescribeKey"),
        "*",
        principal={"Service": f"logs.{env.region}.amazonaws.com"},
        when={"ArnLike": {"kms:EncryptionContext:aws:logs:arn": groups}},
    )


def _used_by_scaling_groups(env: Environment) -> list[Statement]:
    """Let the account's scaling groups launch machines whose disks are encrypted with a key.

    They act by a role of AWS's own, which no policy of the account can reach. It is named by a
    condition, as KMS takes no principal that does not exist, and AWS makes it with the first group.

    Source: https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html
    """
    role = "role/aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling"
    ours = {
        "StringEquals": {"aws:PrincipalAccount": env.account},
        "ArnEquals": {"aws:PrincipalArn": iam_arn(env, role)},
    }
    lends = {**ours, "Bool": {"kms:GrantIsForAWSResource": "true"}}
    everybody = {"AWS": "*"}
    return [
        allow("Scale", (*CRYPTOGRAPHY, "kms:DescribeKey"), "*", principal=everybody, when=ours),
        allow("ScaleGrant", ["kms:CreateGrant"], "*", principal=everybody, when=lends),
    ]


def _for_administrators(env: Environment, spec: KeysSpec, purpose: Purpose) -> Iterator[Statement]:
    """Let administrators administer, and deny them cryptography, whatever else they may do."""
    personas = [persona for persona in spec.admins if persona in env.groups]
    patterns = [each for persona in personas for each in people_of(env, persona)]
    if not patterns:
        return
    people: dict[str, dict[str, object]] = {"ArnLike": {"aws:PrincipalArn": patterns}}
    ours = {"StringEquals": {"aws:PrincipalAccount": env.account}, **people}
    yield allow("Administrators", ADMINISTRATION, "*", principal={"AWS": "*"}, when=ours)
    when = {**people}
    if REACH[purpose].creates:
        via = [f"{service}.{env.region}.amazonaws.com" for service in REACH[purpose].via]
        when["StringNotEqualsIfExists"] = {"kms:ViaService": via}
    yield deny(
        "AdministratorsUseNothing",
        CRYPTOGRAPHY,
        "*",
        principal={"AWS": "*"},
        when=when,
    )
