"""The simulated AWS answers who may do what by what was deployed, and by nothing else."""

import pytest

from tests.sandbox.aws_account import ACCOUNT, ROOT, Account, allow, deny, document

OTHER = "210987654321"
STORE, OBJECTS = "arn:aws:s3:::raw", "arn:aws:s3:::raw/*"
READER = f"arn:aws:iam::{ACCOUNT}:role/reader"
EVERYTHING = [allow("s3:ListBucket", STORE), allow("s3:GetObject", OBJECTS)]


@pytest.fixture
def account():
    account = Account()
    account.make("s3:Bucket", "raw", bucket="raw")
    return account


def policy(account, *said):
    account.make("s3:BucketPolicy", "policy", bucket="raw", policy=document(*said))


def encrypt(account, key):
    rule = {"sseAlgorithm": "aws:kms", "kmsMasterKeyId": key.get("arn")}
    kind = "s3:BucketServerSideEncryptionConfiguration"
    rules = [{"applyServerSideEncryptionByDefault": rule}]
    account.make(kind, "encryption", bucket="raw", rules=rules)


def can(account, verb, resource, principal=READER):
    return account.sandbox.can(principal, verb, resource)


def test_nobody_may_do_what_nothing_allows(account):
    account.role()
    decision = can(account, "read", STORE)
    assert not decision
    assert decision.because == f"no policy of {READER} allows s3:ListBucket on {STORE}"


def test_a_layer_is_read_by_listing_it_and_getting_any_object(account):
    account.role(EVERYTHING[1])
    assert not can(account, "read", STORE)
    assert can(account, "read", f"{STORE}/one")
    account.role(*EVERYTHING, name="lists")
    decision = can(account, "read", STORE, READER.replace("reader", "lists"))
    assert decision
    assert decision.because == (
        f"a statement of lists-own (aws:iam:RolePolicy) allows s3:ListBucket on {STORE}; a"
        f" statement of lists-own (aws:iam:RolePolicy) allows s3:GetObject on {STORE}/*"
    )


def test_a_folder_says_yes_below_it_and_no_beside_it(account):
    within = {"StringLike": {"s3:prefix": ["in/", "in/*"]}}
    account.role(allow("s3:ListBucket", STORE, when=within), allow("s3:GetObject", f"{STORE}/in/*"))
    assert [
        bool(can(account, "read", f"{STORE}{name}"))
        for name in ("/in/", "/in/one", "/in/deep/", "/out/", "/out/one", "")
    ] == [True, True, True, False, False, False]


def test_what_is_denied_anywhere_is_denied(account):
    account.role(*EVERYTHING)
    policy(account, {**deny("s3:GetObject", f"{STORE}/secret/*", principal="*"), "Sid": "Secret"})
    assert can(account, "read", f"{STORE}/open/one")
    denied = f"statement 'Secret' of policy (aws:s3:BucketPolicy) denies s3:GetObject on {STORE}"
    assert can(account, "read", f"{STORE}/secret/one").because == f"{denied}/secret/one"
    assert can(account, "read", STORE).because == f"{denied}/*"


def test_a_buckets_policy_may_allow_by_itself(account):
    account.role()
    policy(account, allow("s3:GetObject", OBJECTS, principal={"AWS": READER}))
    assert can(account, "s3:GetObject", f"{STORE}/one")
    assert not can(account, "s3:PutObject", f"{STORE}/one")


def test_another_account_needs_the_policies_of_both_sides(account):
    theirs = Account(account.sandbox, OTHER)
    theirs.role(*EVERYTHING, name="theirs")
    arn = f"arn:aws:iam::{OTHER}:role/theirs"
    assert not can(account, "read", STORE, arn)
    policy(
        account,
        allow(["s3:GetObject", "s3:ListBucket"], [STORE, OBJECTS], principal={"AWS": OTHER}),
    )
    assert can(account, "read", STORE, arn)


def test_every_request_says_whose_it_is_and_how_it_comes(account):
    theirs = Account(account.sandbox, OTHER)
    theirs.role(*EVERYTHING, name="theirs")
    account.role(*EVERYTHING)
    both = allow(["s3:GetObject", "s3:ListBucket"], [STORE, OBJECTS], principal={"AWS": OTHER})
    conditions = {
        "Others": {
            "StringNotEquals": {"aws:PrincipalAccount": ACCOUNT},
            "Bool": {"aws:PrincipalIsAWSService": "false"},
        },
        "Plain": {"Bool": {"aws:SecureTransport": "false"}},
        "Old": {"NumericLessThan": {"s3:TlsVersion": "1.2"}},
    }
    denied = [
        {**deny("s3:*", [STORE, OBJECTS], principal="*", when=when), "Sid": sid}
        for sid, when in conditions.items()
    ]
    policy(account, both, *denied)
    assert can(account, "read", STORE)
    decision = can(account, "read", STORE, f"arn:aws:iam::{OTHER}:role/theirs")
    assert decision.because.startswith("statement 'Others' of policy (aws:s3:BucketPolicy) denies")


def test_a_boundary_is_the_most_there_is(account):
    most = document(allow("s3:ListBucket", STORE))
    boundary = account.make("iam:Policy", "most", name="most", policy=most)
    account.role(*EVERYTHING, permissionsBoundary=boundary.get("arn"))
    because = f"the permission boundary of {READER} leaves out s3:GetObject on {STORE}/one"
    assert can(account, "read", f"{STORE}/one").because == because
    assert can(account, "s3:ListBucket", STORE)


@pytest.mark.parametrize("how", ["managedPolicyArns", "inlinePolicies", "attached"])
def test_policies_come_from_wherever_they_are_attached(account, how):
    text = document(*EVERYTHING)
    held = account.make("iam:Policy", "reads", name="reads", policy=text).get("arn")
    given = {
        "managedPolicyArns": {"managedPolicyArns": [held]},
        "inlinePolicies": {"inlinePolicies": [{"name": "own", "policy": text}]},
        "attached": {},
    }
    account.role(**given[how])
    if how == "attached":
        account.make("iam:RolePolicyAttachment", "it", role="reader", policyArn=held)
    assert can(account, "read", STORE)
    assert can(account, "read", STORE, f"arn:aws:sts::{ACCOUNT}:assumed-role/reader/session")


def through_s3(region="eu-west-1"):
    return {"StringEquals": {"kms:ViaService": f"s3.{region}.amazonaws.com"}}


def test_an_encrypted_object_is_read_by_who_may_use_its_key_through_s3(account):
    key = account.key(
        allow("kms:*", principal={"AWS": ROOT}),
    )
    encrypt(account, key)
    use = allow("kms:Decrypt", key.get("arn"), when=through_s3())
    account.role(*EVERYTHING)
    account.role(*EVERYTHING, use, name="user")
    account.role(*EVERYTHING, {**use, "Condition": through_s3("us-east-1")}, name="far")
    user = READER.replace("reader", "user")
    assert f"no policy of {READER} allows kms:Decrypt" in can(account, "read", STORE).because
    assert can(account, "read", STORE, user)
    assert not can(account, "read", STORE, READER.replace("reader", "far"))
    assert not can(account, "kms:Decrypt", key.get("arn"), user)
    assert can(account, "read", key.get("arn"), user)
    assert not can(account, "write", key.get("arn"), user)


def test_a_disabled_key_opens_nothing(account):
    key = account.key()
    encrypt(account, key)
    account.role(*EVERYTHING, allow("kms:*", key.get("arn")))
    assert can(account, "read", STORE)
    account.change(key, isEnabled=False)
    assert can(account, "read", STORE).because == f"key {key.get('arn')} is disabled"


def test_a_keys_policy_has_to_leave_its_use_to_the_account(account):
    put = allow("kms:PutKeyPolicy", principal={"AWS": ROOT})
    account.role()
    key = account.key(put, allow("kms:Decrypt", principal={"AWS": READER}), name="direct")
    assert can(account, "kms:Decrypt", key.get("arn"))
    closed = account.key(put, name="closed")
    account.role(allow("kms:*"), name="all")
    everything = READER.replace("reader", "all")
    assert can(account, "kms:PutKeyPolicy", closed.get("arn"), everything)
    assert can(account, "kms:Decrypt", closed.get("arn"), everything).because == (
        f"no policy that lets {everything} in allows kms:Decrypt on {closed.get('arn')}"
    )


def test_a_grant_lets_use_a_key_for_what_it_names(account):
    key = account.key()
    account.role()
    account.make(
        "kms:Grant",
        "grant",
        keyId=key.get("arn"),
        granteePrincipal=READER,
        operations=["Decrypt"],
    )
    decision = can(account, "kms:Decrypt", key.get("arn"))
    assert decision
    assert "grant grant" in decision.because
    assert not can(account, "kms:Encrypt", key.get("arn"))


def test_writing_takes_more_than_reading(account):
    key = account.key()
    encrypt(account, key)
    account.role(*EVERYTHING, allow(["s3:PutObject", "s3:DeleteObject"], OBJECTS))
    assert "kms:" in can(account, "write", f"{STORE}/one").because
    account.role(*EVERYTHING, allow("s3:*", OBJECTS), allow("kms:*"), name="admin")
    admin = READER.replace("reader", "admin")
    for verb in ("read", "write"):
        assert can(account, verb, STORE, admin)
    assert "s3:ListBucketVersions" in can(account, "admin", STORE, admin).because


def test_what_is_not_there_is_for_nobody(account):
    account.role(allow("*"))
    for resource in ("arn:aws:s3:::none/one", "none", "arn:aws:kms:eu-west-1:1:key/none"):
        assert not can(account, "read", resource)


def test_other_things_are_decided_by_identities_alone(account):
    secret = f"arn:aws:secretsmanager:eu-west-1:{ACCOUNT}:secret:ours"
    account.role(allow("secretsmanager:GetSecretValue", secret))
    assert can(account, "secretsmanager:GetSecretValue", secret)
    assert not can(account, "secretsmanager:GetSecretValue", f"{secret}2")
