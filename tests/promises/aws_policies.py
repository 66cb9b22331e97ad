"""What the policies of keys, buckets, logs and endpoints on AWS come to."""

import re
from collections.abc import Mapping

from tests.promises.documents import Said, Statement, allows, denies

Statements = Mapping[str, Statement]

LAYERS = ("raw", "curated", "models", "scratch")
BUCKETS = (*LAYERS, "accesslog")

METADATA = r"s3:Get(Bucket\w+|EncryptionConfiguration|LifecycleConfiguration)"
READ = r"s3:Get(Object|ObjectAttributes|ObjectTagging)"
WRITE = (
    rf"{READ}|s3:(AbortMultipartUpload|DeleteObject|ListMultipartUploadParts|PutObject)"
    r"|s3:PutObjectTagging"
)
ADMIN = rf"{WRITE}|s3:(DeleteObjectVersion|GetObjectVersion\w*|RestoreObject)"
"""The verbs: only an administrator reaches old versions."""

KEY_USES = (
    "kms:Decrypt",
    "kms:Encrypt",
    "kms:GenerateDataKey",
    "kms:GenerateDataKeyWithoutPlaintext",
    "kms:ReEncryptFrom",
    "kms:ReEncryptTo",
)
USE_KEY = "|".join([*KEY_USES, "kms:DescribeKey"])
LOOK_AT_KEY = r"kms:(DescribeKey|GetKeyPolicy|GetKeyRotationStatus|List\w+)"
ADMINISTER_KEY = rf"(?!{'|'.join(KEY_USES)}|kms:CreateGrant)kms:\w+"

ROOT = "AWS arn:aws:iam::{account}:root"
OWN = {"StringEquals aws:ResourceAccount": "{account}"}


def bucket(*layers: str) -> tuple[str, ...]:
    """Return the ARNs of the buckets of layers."""
    return tuple(f"{{arn:ai-lake-{layer}}}" for layer in layers)


def objects(*layers: str, prefix: str = "") -> tuple[str, ...]:
    """Return the ARNs of what lies in the buckets of layers."""
    return tuple(f"{arn}/{prefix}*" for arn in bucket(*layers))


def services(*names: str) -> tuple[str, ...]:
    """Return the names by which a key knows the services that use it for somebody."""
    return tuple(f"{name}.{{region}}.amazonaws.com" for name in names)


def people(persona: str) -> tuple[str, ...]:
    """Return the patterns of the roles that single sign-on makes for a group of people."""
    home = "arn:aws:iam::{account}:role/aws-reserved/sso.amazonaws.com"
    role = f"AWSReservedSSO_{{group:{persona}}}_{'?' * 16}"
    return (f"{home}/{role}", f"{home}/*/{role}")


def key_policy(*via: str, grants: bool = False, spares_services: bool = False) -> Statements:
    """Return the policy of a key that some administer and others use, through these services.

    Args:
        via: The services.
        grants: Whether they keep using it through grants of their own.
        spares_services: Whether they may do so in the name of an administrator.
    """
    caller = {
        "StringEquals kms:CallerAccount": "{account}",
        "StringEquals kms:ViaService": services(*via),
    }
    administrators: dict[str, Said] = {"ArnLike aws:PrincipalArn": people("platform_admin")}
    if spares_services:
        administrators["StringNotEqualsIfExists kms:ViaService"] = services(*via)
    ours: dict[str, Said] = {
        "StringEquals aws:PrincipalAccount": "{account}",
        "ArnLike aws:PrincipalArn": people("platform_admin"),
    }
    statements = {
        "Administer": allows(ADMINISTER_KEY, on="*", to=ROOT),
        "Administrators": allows(ADMINISTER_KEY, on="*", to="*", when=ours),
        "Use": allows(USE_KEY, on="*", to=ROOT, when=caller),
        "AdministratorsUseNothing": denies(*KEY_USES, on="*", when=administrators),
    }
    if grants:
        own = {**caller, "Bool kms:GrantIsForAWSResource": "true"}
        statements["Grant"] = allows("kms:CreateGrant", on="*", to=ROOT, when=own)
    return statements


SCALING_GROUPS: Mapping[str, Said] = {
    "StringEquals aws:PrincipalAccount": "{account}",
    "ArnEquals aws:PrincipalArn": (
        "arn:aws:iam::{account}:role/aws-service-role/autoscaling.amazonaws.com"
        "/AWSServiceRoleForAutoScaling"
    ),
}
"""The role that AWS launches the machines of scaling groups with."""

KEYS: Mapping[str, Statements] = {
    "data": key_policy("s3"),
    "cluster": {
        **key_policy("ec2", "eks", grants=True, spares_services=True),
        "Scale": allows(USE_KEY, on="*", to="*", when=SCALING_GROUPS),
        "ScaleGrant": allows(
            "kms:CreateGrant",
            on="*",
            to="*",
            when={**SCALING_GROUPS, "Bool kms:GrantIsForAWSResource": "true"},
        ),
    },
    "logs": {
        **key_policy("logs", "network-firewall", grants=True, spares_services=True),
        "LogGroups": allows(
            USE_KEY,
            on="*",
            to="Service logs.{region}.amazonaws.com",
            when={
                "ArnLike kms:EncryptionContext:aws:logs:arn": (
                    "arn:aws:logs:{region}:{account}:log-group:*"
                ),
            },
        ),
    },
    "registry": key_policy("ecr", grants=True, spares_services=True),
    "secrets": key_policy("secretsmanager", "ssm"),
}
"""The policy of each key, by purpose."""


def refuses_plain(name: str) -> Statements:
    """Return what a bucket's policy denies to connections that are not safe."""
    on = (*bucket(name), *objects(name))
    return {
        "PlainHttp": denies("s3:*", on=on, when={"Bool aws:SecureTransport": "false"}),
        "OldTls": denies("s3:*", on=on, when={"NumericLessThan s3:TlsVersion": "1.2"}),
    }


def refuses_strangers(name: str) -> Statements:
    """Return what a bucket's policy denies to other accounts, and to services working for them."""
    on = (*bucket(name), *objects(name))
    return {
        "OtherAccounts": denies(
            "s3:*",
            on=on,
            when={
                "StringNotEquals aws:PrincipalAccount": "{account}",
                "BoolIfExists aws:PrincipalIsAWSService": "false",
            },
        ),
        "ServicesForOtherAccounts": denies(
            "s3:*",
            on=on,
            when={
                "StringNotEquals aws:SourceAccount": "{account}",
                "Null aws:SourceAccount": "false",
                "Bool aws:PrincipalIsAWSService": "true",
            },
        ),
    }


def refuses_other_keys(layer: str) -> Statements:
    """Return what a layer's policy denies to whoever brings another key."""
    header = "s3:x-amz-server-side-encryption"
    return {
        "OtherKeys": denies(
            "s3:PutObject",
            on=objects(layer),
            when={
                f"Null {header}": "false",
                f"StringNotEquals {header}-aws-kms-key-id": "{arn:ai-keys-data}",
            },
        ),
        "OwnKeys": denies(
            "s3:PutObject",
            on=objects(layer),
            when={f"Null {header}-customer-algorithm": "false"},
        ),
    }


DELIVER_ACCESS_LOG: Statements = {
    "DeliverLogs": allows(
        "s3:PutObject",
        on=objects("accesslog"),
        to="Service logging.s3.amazonaws.com",
        when={
            "StringEquals aws:SourceAccount": "{account}",
            "ArnLike aws:SourceArn": bucket(*LAYERS),
        },
    ),
}

DELIVER_FIREWALL_LOGS: Statements = {
    "Deliver": allows(
        "logs:(CreateLogStream|PutLogEvents)",
        on=("{arn:ai-network-firewall-alert}:*", "{arn:ai-network-firewall-flow}:*"),
        to="Service delivery.logs.amazonaws.com",
        when={
            "StringEquals aws:SourceAccount": "{account}",
            "ArnLike aws:SourceArn": "arn:aws:logs:{region}:{account}:*",
        },
    ),
}

DELIVER_FLOW_LOGS: Statements = {
    "Deliver": allows(
        r"logs:(CreateLogStream|DescribeLog\w+|PutLogEvents)",
        on=("{arn:ai-network-flow-logs}", "{arn:ai-network-flow-logs}:*"),
    ),
}

OWN_PEOPLE: Statements = {
    "OwnPeople": allows(
        r"\*",
        on="*",
        to="*",
        when={"StringEqualsIfExists aws:PrincipalAccount": "{account}"},
    ),
}
OWN_BUCKETS: Statements = {
    "OwnBuckets": allows(
        r"\*",
        on="*",
        to="*",
        when={
            "StringEquals aws:PrincipalAccount": "{account}",
            "StringEquals aws:ResourceAccount": "{account}",
        },
    ),
    "ReadThoseOfAws": allows(
        "s3:GetObject",
        on=re.compile(r"arn:aws:s3:::[a-z0-9-]*{region}[a-z0-9-]*/\*"),
        to="*",
        when={"Bool aws:SecureTransport": "true"},
    ),
}
"""What passes through the endpoints: the account's own people, to its own buckets."""
