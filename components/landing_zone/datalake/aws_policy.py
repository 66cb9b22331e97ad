"""What a bucket's policy refuses, whatever identities are allowed."""

from collections.abc import Sequence

import pulumi

from landing_zone.baseline.aws import Statement, allow, deny
from landing_zone.core import Environment

SINCE_TLS = "1.2"
"""The oldest version of TLS that is spoken."""


def refuse_others(env: Environment, bucket: pulumi.Output[str]) -> list[Statement]:
    """Refuse plain HTTP, old TLS, and every other account.

    AWS's services have no account of their own; they may come on behalf of this one only.

    Sources: https://docs.aws.amazon.com/AmazonS3/latest/userguide/security-best-practices.html,
    https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html
    """
    people = {
        "StringNotEquals": {"aws:PrincipalAccount": env.account},
        "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
    }
    services = {
        "StringNotEquals": {"aws:SourceAccount": env.account},
        "Null": {"aws:SourceAccount": "false"},
        "Bool": {"aws:PrincipalIsAWSService": "true"},
    }
    conditions = {
        "PlainHttp": {"Bool": {"aws:SecureTransport": "false"}},
        "OldTls": {"NumericLessThan": {"s3:TlsVersion": SINCE_TLS}},
        "OtherAccounts": people,
        "ServicesForOtherAccounts": services,
    }
    everything = [bucket, pulumi.Output.concat(bucket, "/*")]
    return [
        deny(sid, ["s3:*"], everything, principal="*", when=when)
        for sid, when in conditions.items()
    ]


def refuse_other_keys(bucket: pulumi.Output[str], key: pulumi.Input[str]) -> list[Statement]:
    """Refuse objects that ask for any encryption but the bucket's own.

    Without a header S3 uses the bucket's key. A header that asks for KMS and names no key means
    the account's default key, so whoever sends one must name ours.

    Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/specifying-kms-encryption.html
    """
    header = "s3:x-amz-server-side-encryption"
    conditions = {
        "OtherKeys": {
            "Null": {header: "false"},
            "StringNotEquals": {f"{header}-aws-kms-key-id": key},
        },
        "OwnKeys": {"Null": {f"{header}-customer-algorithm": "false"}},
    }
    objects = pulumi.Output.concat(bucket, "/*")
    return [
        deny(sid, ["s3:PutObject"], objects, principal="*", when=when)
        for sid, when in conditions.items()
    ]


def deliver_logs(
    env: Environment, bucket: pulumi.Output[str], sources: Sequence[pulumi.Output[str]]
) -> Statement:
    """Let S3 deliver the access logs of these buckets.

    Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
    """
    return allow(
        "DeliverLogs",
        ["s3:PutObject"],
        pulumi.Output.concat(bucket, "/*"),
        principal={"Service": "logging.s3.amazonaws.com"},
        when={
            "StringEquals": {"aws:SourceAccount": env.account},
            "ArnLike": {"aws:SourceArn": list(sources)},
        },
    )
