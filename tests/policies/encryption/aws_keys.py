"""Programs on AWS that the rules about keys admit and deny."""

import json
from typing import Any

import pulumi
from pulumi_aws import kms, rds, s3, sqs

from landing_zone_policies.judging import Verdict
from landing_zone_policies.settings import Settings
from tests.policies.cases import Cases
from tests.policies.encryption import aws_at_rest, aws_native
from tests.policies.encryption.declaring import both, both_places, of

CASES = Cases()
ACCOUNT = "123456789012"
DEV = Settings(profile="dev", key_deletion_days=7)
REGULATED = Settings(profile="regulated", key_deletion_days=30, key_rotation_days=180)
NATIVE_KEY = of("aws-native:kms:Key")


def policy(principal, **statement):
    said: Any = {"Effect": "Allow", "Action": "kms:*", "Resource": "*", "Principal": principal}
    return json.dumps({"Version": "2012-10-17", "Statement": [{**said, **statement}]})


both(CASES, "ENC-14", kms.Key, {"enable_key_rotation": True})
both(CASES, "ENC-14", NATIVE_KEY, {"enableKeyRotation": True})

WINDOW = ({"deletionWindowInDays": 30}, {"deletionWindowInDays": 7})
BYPASS = "bypassPolicyLockoutSafetyCheck"

for token in (
    "aws:kms/replicaKey:ReplicaKey",
    "aws:kms/externalKey:ExternalKey",
    "aws:kms/replicaExternalKey:ReplicaExternalKey",
):
    both(CASES, "ENC-15", of(token), {BYPASS: False}, {BYPASS: True})
    both(CASES, "ENC-16", of(token), *WINDOW)


@CASES.denies("ENC-14", path="rotationPeriodInDays")
def key_that_rotates_too_seldom(name):
    kms.Key(name, enable_key_rotation=True, rotation_period_in_days=730)


@CASES.admits("ENC-14", settings=REGULATED)
def key_that_rotates_as_often_as_the_settings_say(name):
    kms.Key(name, enable_key_rotation=True, rotation_period_in_days=180)


@CASES.passes_by("ENC-14")
def key_for_signing(name):
    kms.Key(name, customer_master_key_spec="ECC_NIST_P256", key_usage="SIGN_VERIFY")


@CASES.passes_by("ENC-14")
def key_with_imported_material(name):
    kms.ExternalKey(name)


@CASES.passes_by("ENC-14")
def copy_of_a_key(name):
    kms.ReplicaKey(name, primary_key_arn=f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/mrk-1")


@CASES.admits("ENC-15")
def key_of_the_account(name):
    kms.Key(name, policy=policy({"AWS": f"arn:aws:iam::{ACCOUNT}:root"}))


@CASES.admits("ENC-15")
def key_for_everybody_of_one_account(name):
    narrow: Any = {"StringEquals": {"kms:CallerAccount": ACCOUNT}}
    kms.Key(name, policy=policy({"AWS": "*"}, Condition=narrow))


@CASES.denies("ENC-15", path="policy")
def key_for_everybody(name):
    kms.Key(name, policy=policy("*"))


@CASES.denies("ENC-15", path="policy")
def key_for_everybody_through_a_service(name):
    via: Any = {"StringEquals": {"kms:ViaService": "s3.eu-central-1.amazonaws.com"}}
    kms.Key(name, policy=policy({"AWS": ["*"]}, Condition=via))


@CASES.denies("ENC-15", path="policy")
def key_for_everybody_but_one(name):
    nobody: Any = {"NotPrincipal": {"AWS": f"arn:aws:iam::{ACCOUNT}:user/eve"}}
    said: Any = {"Effect": "Allow", "Action": "kms:*", "Resource": "*", **nobody}
    kms.Key(name, policy=json.dumps({"Statement": said}))


@CASES.denies("ENC-15", path="policy")
def policy_beside_a_key_for_everybody(name):
    kms.KeyPolicy(name, key_id="1a2b", policy=policy({"AWS": "*"}))


@CASES.denies("ENC-15", path="bypassPolicyLockoutSafetyCheck")
def key_whose_policy_may_lock_everybody_out(name):
    kms.Key(name, bypass_policy_lockout_safety_check=True)


@CASES.leaves_open("ENC-15")
def key_with_a_policy_that_is_no_json(name):
    kms.Key(name, policy="{")


@CASES.admits("ENC-15", preview=Verdict.UNDETERMINED)
def key_whose_policy_names_a_resource(name):
    queue = sqs.Queue(f"{name}-queue")
    kms.Key(name, policy=queue.arn.apply(lambda arn: policy({"AWS": arn})))


@CASES.denies("ENC-15", path="keyPolicy")
def native_key_for_everybody(name):
    statement: Any = {"Effect": "Allow", "Action": "kms:*", "Resource": "*", "Principal": "*"}
    NATIVE_KEY(name, keyPolicy={"Statement": [statement]})


@CASES.admits("ENC-16")
def key_with_the_default_window(name):
    kms.Key(name)


@CASES.denies("ENC-16", path="deletionWindowInDays")
def key_that_is_gone_in_a_week(name):
    kms.Key(name, deletion_window_in_days=7)


@CASES.admits("ENC-16", settings=DEV)
def key_that_is_gone_in_a_week_in_development(name):
    kms.Key(name, deletion_window_in_days=7)


@CASES.denies("ENC-16", path="deletionWindowInDays")
def imported_key_that_is_gone_in_a_week(name):
    kms.ExternalKey(name, deletion_window_in_days=7)


@CASES.denies("ENC-16", path="pendingWindowInDays")
def native_key_that_is_gone_in_a_week(name):
    NATIVE_KEY(name, pendingWindowInDays=7)


@CASES.admits("ENC-17")
def queue_with_a_key_beside_it(name):
    key = kms.Key(f"{name}-key")
    sqs.Queue(name, kms_master_key_id=key.arn)


@CASES.admits("ENC-17")
def database_with_a_key_under_the_same_law(name):
    arn = f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/1a2b"
    rds.Instance(name, instance_class="db.m7g.large", kms_key_id=arn)


@CASES.denies("ENC-17", path="kmsKeyId")
def database_with_a_key_overseas(name):
    arn = f"arn:aws:kms:us-east-1:{ACCOUNT}:key/1a2b"
    rds.Instance(name, instance_class="db.m7g.large", kms_key_id=arn)


@CASES.denies("ENC-17", path="kmsKeyId", settings=Settings())
def database_with_a_key_under_another_law(name):
    arn = f"arn:aws:kms:eu-west-2:{ACCOUNT}:key/1a2b"
    rds.Instance(name, instance_class="db.m7g.large", kms_key_id=arn)


@CASES.denies("ENC-17", path="kmsMasterKeyId")
def queue_with_a_key_that_the_program_makes_overseas(name):
    key = kms.Key(f"{name}-key", region="us-east-1")
    sqs.Queue(name, kms_master_key_id=key.arn)


@CASES.denies("ENC-17", path="region")
def copy_of_a_key_overseas(name):
    arn = f"arn:aws:kms:eu-central-1:{ACCOUNT}:key/mrk-1"
    kms.ReplicaKey(name, primary_key_arn=arn, region="us-east-1")


@CASES.leaves_open("ENC-17")
def queue_with_a_key_by_a_bare_id(name):
    sqs.Queue(name, kms_master_key_id="1a2b3c4d-5e6f-4a1b-8c2d-3e4f5a6b7c8d")


@CASES.passes_by("ENC-17")
def queue_without_a_key(name):
    sqs.Queue(name)


@CASES.passes_by("ENC-17", settings=Settings())
def key_where_no_jurisdictions_are_given(name):
    kms.Key(name)


@CASES.leaves_open("ENC-17")
def bucket_with_a_key_that_is_a_secret(name):
    arn = pulumi.Output.secret(f"arn:aws:kms:eu-central-1:{ACCOUNT}:key/1a2b")
    default: Any = {"sse_algorithm": "aws:kms", "kms_master_key_id": arn}
    s3.BucketServerSideEncryptionConfiguration(
        name, bucket="lake", rules=[{"apply_server_side_encryption_by_default": default}]
    )


BY_TOKEN = [
    (rule, of(token), has, base)
    for rule, token, has, base in (*aws_at_rest.BY_TOKEN, *aws_native.BY_TOKEN)
]
both_places(
    CASES,
    [*aws_at_rest.ROWS, *aws_at_rest.MORE, *BY_TOKEN],
    is_key=lambda value: value == aws_at_rest.ARN,
    key=lambda _name, _path, place: f"arn:aws:kms:{place}:{ACCOUNT}:key/1a2b",
    home="eu-central-1",
    abroad="us-east-1",
)
