"""AWS refuses keys that nobody could administer, and what a key does not let its service do."""

import pytest

from tests.sandbox.aws_account import ACCOUNT, ROOT, Account, allow, deny, document

LOGS = {"Service": "logs.eu-west-1.amazonaws.com"}
CRYPTOGRAPHY = ["kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey"]
ADMINISTERS = allow("kms:*", principal={"AWS": ROOT})
GROUPS = {"ArnLike": {"kms:EncryptionContext:aws:logs:arn": "arn:aws:logs:*:*:log-group:ours*"}}


def group(account, key, name="ours", region="eu-west-1"):
    return account.make("cloudwatch:LogGroup", "group", region, name=name, kmsKeyId=key.get("arn"))


def test_a_log_group_is_encrypted_with_a_key_that_its_service_may_use():
    account = Account()
    group(account, account.key(ADMINISTERS, allow(CRYPTOGRAPHY, principal=LOGS)))


@pytest.mark.parametrize(
    ("said", "because"),
    [
        ((), "no policy that lets logs.eu-west-1.amazonaws.com in allows kms:Encrypt"),
        ((allow("kms:Encrypt", principal=LOGS),), "allows kms:GenerateDataKey"),
        (
            (allow(CRYPTOGRAPHY, principal={"Service": "logs.us-east-1.amazonaws.com"}),),
            "allows kms:Encrypt",
        ),
        (
            (allow(CRYPTOGRAPHY, principal=LOGS), deny("kms:Decrypt", principal="*")),
            "denies kms:Decrypt",
        ),
    ],
)
def test_a_log_group_is_refused_without_its_grant(said, because):
    account = Account()
    key = account.key(ADMINISTERS, *said)
    refusal = account.refusal(group, account, key)
    assert refusal.startswith(
        "AccessDeniedException: The specified KMS key does not exist or is not allowed to be used"
        f" with Arn 'arn:aws:logs:eu-west-1:{ACCOUNT}:log-group:ours'"
    )
    assert because in refusal


def test_a_key_can_be_for_some_log_groups_only():
    account = Account()
    key = account.key(ADMINISTERS, allow(CRYPTOGRAPHY, principal=LOGS, when=GROUPS))
    group(account, key)
    assert "log-group:theirs" in account.refusal(group, account, key, "theirs")


def test_a_key_of_another_region_or_account_or_on_its_way_out_is_none():
    account = Account()
    key = account.key(ADMINISTERS, allow(CRYPTOGRAPHY, principal=LOGS))
    assert "it lies in eu-west-1" in account.refusal(group, account, key, region="us-east-1")
    account.delete(key)
    assert "it is pending deletion" in account.refusal(group, account, key)


def test_a_group_may_be_given_a_key_later_and_keeps_one_that_it_has():
    account = Account()
    key = account.key(ADMINISTERS, allow(CRYPTOGRAPHY, principal=LOGS))
    held = group(account, key)
    account.change(key, policy=account.key(ADMINISTERS, name="other").inputs["policy"])
    account.change(held, retentionInDays=30)
    bare = account.make("cloudwatch:LogGroup", "bare", name="bare")
    assert "not allowed" in account.refusal(account.change, bare, kmsKeyId=key.get("arn"))


def test_a_firewalls_key_may_be_used_through_it():
    account = Account()
    through = {"StringEquals": {"kms:ViaService": "network-firewall.eu-west-1.amazonaws.com"}}
    put = allow("kms:PutKeyPolicy", principal={"AWS": ROOT})
    ours = account.key(put, allow("kms:*", principal={"AWS": ROOT}, when=through))
    theirs = account.key(put, name="theirs")
    kind, given = "networkfirewall:RuleGroup", {"capacity": 1}

    def made(key):
        encryption = {"type": "CUSTOMER_KMS", "keyId": key.get("arn")}
        return account.make(kind, "group", encryptionConfiguration=encryption, **given)

    made(ours)
    assert "is not authorized to perform: kms:DescribeKey" in account.refusal(made, theirs)


def test_a_log_groups_service_does_not_say_for_whom_it_works():
    account = Account()
    for_us = {"StringEquals": {"aws:SourceAccount": ACCOUNT}}
    key = account.key(ADMINISTERS, allow(CRYPTOGRAPHY, principal=LOGS, when=for_us))
    assert "aws:SourceAccount" in account.refusal(group, account, key)


def test_who_creates_says_so_to_a_key():
    account = Account()
    put = allow("kms:PutKeyPolicy", principal={"AWS": ROOT})

    def made(who, name):
        when = {"StringEquals": {"aws:PrincipalAccount": who}}
        key = account.key(put, allow("kms:*", principal={"AWS": ROOT}, when=when), name=name)
        encryption = {"type": "CUSTOMER_KMS", "keyId": key.get("arn")}
        kind = "networkfirewall:RuleGroup"
        return account.make(kind, name, capacity=1, encryptionConfiguration=encryption)

    made(ACCOUNT, "ours")
    assert "aws:PrincipalAccount" in account.refusal(made, "210987654321", "theirs")


def test_a_key_without_a_policy_is_left_to_the_account():
    account = Account()
    key = account.make("kms:Key", "plain")
    assert "not allowed" in account.refusal(group, account, key)


@pytest.mark.parametrize(
    "said",
    [
        allow(["kms:Encrypt"], principal={"AWS": ROOT}),
        allow("kms:*", principal={"AWS": "arn:aws:iam::210987654321:root"}),
        allow("kms:*", principal=LOGS),
    ],
)
def test_somebody_has_to_be_able_to_change_a_keys_policy(said):
    account = Account()
    refusal = account.refusal(account.key, said)
    assert refusal.endswith("will not allow you to update the key policy in the future.")
    account.key(said, bypassPolicyLockoutSafetyCheck=True)


@pytest.mark.parametrize(
    "name",
    [f"arn:aws:iam::{ACCOUNT}:role/nobody", "nobody"],
)
def test_a_keys_policy_names_principals_that_exist(name):
    account = Account()
    refusal = account.refusal(account.key, ADMINISTERS, allow("kms:*", principal={"AWS": name}))
    assert refusal == (
        "MalformedPolicyDocumentException: Policy contains a statement with one or more invalid"
        " principals."
    )


@pytest.mark.parametrize(
    "name",
    [
        "arn:aws:iam::210987654321:role/theirs",
        f"arn:aws:iam::{ACCOUNT}:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX",
        f"arn:aws:iam::{ACCOUNT}:role/reader",
        "210987654321",
    ],
)
def test_a_keys_policy_may_name_who_is_elsewhere_and_who_exists(name):
    account = Account()
    account.role()
    account.key(ADMINISTERS, allow("kms:Decrypt", principal={"AWS": name}))


def test_an_alias_is_taken_in_one_region_of_an_account():
    account = Account()
    named = {"name": "alias/ours", "targetKeyId": account.key().get("keyId")}
    account.make("kms:Alias", "first", **named)
    said = account.refusal(account.make, "kms:Alias", "second", **named)
    arn = f"arn:aws:kms:eu-west-1:{ACCOUNT}:alias/ours"
    assert said == f"AlreadyExistsException: An alias with the name {arn} already exists"
    missing = {"name": "alias/other", "targetKeyId": "none"}
    said = account.refusal(account.make, "kms:Alias", "third", **missing)
    assert said == "NotFoundException: Key 'none' does not exist"


def test_a_key_waits_for_its_deletion():
    account = Account()
    key = account.key()
    account.delete(key)
    (left,) = account.sandbox.left_over()
    assert left.left == f"the waiting period before the deletion of key {key.id}"
    assert account.key().id != key.id


def test_a_log_group_is_taken_and_may_be_protected():
    account = Account()
    held = account.make("cloudwatch:LogGroup", "a", name="ours", deletionProtectionEnabled=True)
    twin = account.refusal(account.make, "cloudwatch:LogGroup", "b", name="ours")
    assert twin == "ResourceAlreadyExistsException: The specified log group already exists"
    said = account.refusal(account.delete, held)
    assert said.startswith("ValidationException: Cannot delete log group with deletion protection")
    account.delete(account.change(held, deletionProtectionEnabled=False))
    account.make("cloudwatch:LogGroup", "c", "us-east-1", name="ours")


def test_ten_policies_may_let_services_write_logs():
    account = Account()
    said = allow("logs:PutLogEvents", principal={"Service": "delivery.logs.amazonaws.com"})

    def policy(number):
        given = {"policyName": f"p{number}", "policyDocument": document(said)}
        return account.make("cloudwatch:LogResourcePolicy", f"p{number}", **given)

    for number in range(10):
        policy(number)
    policy(3)
    assert account.refusal(policy, 10).startswith("LimitExceededException: ")
