"""AWS refuses buckets whose key nobody may use, whose log cannot come, or that would be public."""

import pytest

from tests.sandbox.aws_account import ACCOUNT, ROOT, Account, allow, deny, document

BUCKET = "s3:Bucket"
ENCRYPTION = "s3:BucketServerSideEncryptionConfiguration"


def bucket(account, name="raw", **inputs):
    return account.make(BUCKET, name, bucket=name, **inputs)


def encrypted(account, made, key, algorithm="aws:kms", region="eu-west-1"):
    default = {"sseAlgorithm": algorithm, "kmsMasterKeyId": key}
    rules = [{"applyServerSideEncryptionByDefault": default}]
    return account.make(ENCRYPTION, "encryption", region, bucket=made.id, rules=rules)


def policy(account, made, *said):
    return account.make("s3:BucketPolicy", "policy", bucket=made.id, policy=document(*said))


def logged(account, made, target):
    delivery = {"bucket": made.id, "targetBucket": target.id, "targetPrefix": "raw/"}
    return account.make("s3:BucketLogging", "logging", **delivery)


def delivers(made, account=ACCOUNT):
    return allow(
        "s3:PutObject",
        f"{made.get('arn')}/*",
        principal={"Service": "logging.s3.amazonaws.com"},
        when={"StringEquals": {"aws:SourceAccount": account}},
    )


def test_a_bucket_is_encrypted_with_a_key_that_may_be_used_through_s3():
    account = Account()
    made = bucket(account)
    through = {"StringEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com"}}
    administers = allow("kms:PutKeyPolicy", principal={"AWS": ROOT})
    use = ["kms:Decrypt", "kms:GenerateDataKey"]
    encrypted(
        account,
        made,
        account.key(administers, allow(use, principal={"AWS": ROOT}, when=through), name="s3").get(
            "arn"
        ),
    )
    other = {"StringEquals": {"kms:ViaService": "ec2.eu-west-1.amazonaws.com"}}
    key = account.key(administers, allow(use, principal={"AWS": ROOT}, when=other), name="ec2")
    said = account.refusal(encrypted, account, made, key.get("arn"))
    assert "is not authorized to perform: kms:GenerateDataKey" in said
    assert "kms:ViaService = ec2.eu-west-1.amazonaws.com" in said


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        ({"isEnabled": False}, "DisabledException"),
        ({"keyUsage": "SIGN_VERIFY"}, "InvalidKeyUsageException"),
    ],
)
def test_a_key_has_to_be_usable(inputs, said):
    account = Account()
    key = account.key(**inputs)
    refusal = account.refusal(encrypted, account, bucket(account), key.get("arn"))
    assert refusal.startswith(said)


def test_a_key_has_to_exist_in_the_region():
    account = Account()
    key = account.key()
    made = account.make(BUCKET, "raw", "us-east-1", bucket="raw")
    said = account.refusal(encrypted, account, made, key.get("arn"), region="us-east-1")
    assert said == f"KMS.NotFoundException: Key '{key.get('arn')}' does not exist"
    account.delete(key)
    said = account.refusal(encrypted, account, bucket(account, "here"), key.get("arn"))
    assert said.startswith("KMS.NotFoundException")


@pytest.mark.parametrize("key", ["alias/aws/s3", f"arn:aws:kms:eu-west-1:{ACCOUNT}:alias/aws/s3"])
def test_a_service_may_use_its_own_key(key):
    account = Account()
    encrypted(account, bucket(account), key)


def test_an_alias_stands_for_its_key():
    account = Account()
    key = account.key()
    account.make("kms:Alias", "alias", name="alias/ours", targetKeyId=key.get("keyId"))
    encrypted(account, bucket(account), "alias/ours")


def test_s3s_own_keys_are_not_named():
    account = Account()
    key = account.key().get("arn")
    said = account.refusal(encrypted, account, bucket(account), key, "AES256")
    assert said.startswith("InvalidArgument: a KMSMasterKeyID is not applicable")


def test_a_log_is_delivered_where_it_may_be():
    account = Account()
    made, target = bucket(account), bucket(account, "log")
    said = account.refusal(logged, account, made, target)
    assert said.startswith("InvalidTargetBucketForLogging: You must give the log-delivery group")
    policy(account, target, delivers(target, "210987654321"))
    assert "log-delivery" in account.refusal(logged, account, made, target)
    policy(account, target, delivers(target))
    logged(account, made, target)


def test_a_log_is_delivered_in_its_own_region_and_account():
    account = Account()
    other = Account(account.sandbox, "210987654321")
    made = bucket(account)
    away = account.make(BUCKET, "away", "us-east-1", bucket="away")
    assert "CrossLocationLogging" in account.refusal(logged, account, made, away)
    theirs = bucket(other, "theirs")
    assert "must be the same" in account.refusal(logged, account, made, theirs)


@pytest.mark.parametrize(
    "kind",
    ["s3:BucketPublicAccessBlock", "s3:AccountPublicAccessBlock"],
)
def test_a_blocked_bucket_takes_no_public_policy(kind):
    account = Account()
    made = bucket(account)
    block = {"bucket": made.id} if "Bucket" in kind.split(":")[1] else {"accountId": ACCOUNT}
    public = allow("s3:GetObject", f"{made.get('arn')}/*", principal="*")
    policy(account, made, public)
    account.make(kind, "block", blockPublicPolicy=True, **block)
    assert "BlockPublicPolicy" in account.refusal(policy, account, made, public)
    ours = {"StringEquals": {"aws:PrincipalAccount": ACCOUNT}}
    policy(account, made, {**public, "Condition": ours})
    policy(account, made, deny("s3:*", f"{made.get('arn')}/*", principal="*"))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (allow("s3:GetObject", "arn:aws:s3:::other/*", principal="*"), "Policy has invalid res"),
        (allow("s3:GetObject", "raw/*", principal="*"), "Policy has invalid resource"),
        (allow("GetObject", "arn:aws:s3:::raw/*", principal="*"), "Policy has invalid action"),
        (allow("s3:GetObject", "arn:aws:s3:::raw/*"), "Missing required field Principal"),
        (
            allow("s3:*", "arn:aws:s3:::raw", principal={"AWS": ROOT.replace("root", "role/x")}),
            "Invalid principal in policy",
        ),
        (
            allow("s3:*", "arn:aws:s3:::raw", principal="*", when={"StringEqual": {"a:b": "c"}}),
            "Invalid Condition type : StringEqual.",
        ),
    ],
)
def test_a_buckets_policy_makes_sense(said, words):
    account = Account()
    refusal = account.refusal(policy, account, bucket(account), said)
    assert refusal.startswith(f"MalformedPolicy: {words}")


def test_a_bucket_is_set_up_by_its_own_account_in_its_own_region():
    account = Account()
    made = bucket(account)
    other = Account(account.sandbox, "999999999999")
    blocked = {"bucket": made.id, "blockPublicAcls": True}
    for type in ("s3:BucketPublicAccessBlock", "s3:BucketVersioning", ENCRYPTION):
        said = other.refusal(other.make, type, "theirs", bucket=made.id)
        assert said == "AccessDenied: Access Denied"
    said = account.refusal(
        account.make, "s3:BucketPublicAccessBlock", "far", "us-east-1", **blocked
    )
    assert said.startswith("PermanentRedirect: The bucket you are attempting to access must be")
    account.make("s3:BucketPublicAccessBlock", "ours", **blocked)
