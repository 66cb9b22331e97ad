"""AWS refuses identities whose policies it cannot read, and deletes none that is in use."""

import json

import pytest

from tests.sandbox.aws_account import ACCOUNT, REGION, Account, allow, document

OWN, MANAGED, ROLE, ATTACHED = (
    "iam:RolePolicy",
    "iam:Policy",
    "iam:Role",
    "iam:RolePolicyAttachment",
)
SYNTAX = "Syntax errors in policy."
EC2 = {"Service": "ec2.amazonaws.com"}
READS = allow("s3:GetObject")


def managed(account, text, name="reads"):
    return account.make(MANAGED, name, name=name, policy=text)


def attached(account, role, arn, name="attached"):
    return account.make(ATTACHED, name, role=role, policyArn=arn)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("{", SYNTAX),
        ("[]", SYNTAX),
        (json.dumps({"Version": "2012-10-17"}), SYNTAX),
        (json.dumps({"Version": "2012-10-18", "Statement": [READS]}), SYNTAX),
        (document(allow("s3:GetObject", effect="Permit")), SYNTAX),
        (document({**READS, "NotAction": "s3:*"}), SYNTAX),
        (document(allow("s3:GetObject", None)), "Policy statement must contain resources."),
        (document(allow("s3:GetObject", "my-bucket")), "Resource my-bucket must be in ARN format"),
        (document(allow("GetObject")), "Actions/Conditions must be prefaced by a vendor"),
        (
            document(allow("s3:GetObject", "arn:aws-cn:s3:::x/*")),
            'Partition "aws-cn" is not valid for resource "arn:aws-cn:s3:::x/*".',
        ),
        (document(allow("s3:*", principal="*")), "Policy document should not specify a principal."),
        (document(allow("s3:*", when={"StringIs": {"a:b": "c"}})), "Invalid Condition type"),
        (document({**READS, "Sid": "my reads"}), "Statement IDs (SID) must be alpha-numeric."),
        (
            document({**READS, "Sid": "A"}, {**READS, "Sid": "A"}),
            "Statement IDs (SID) in a single policy must be unique.",
        ),
    ],
)
def test_a_policy_has_to_make_sense(text, words):
    account = Account()
    refusal = account.refusal(managed, account, text)
    assert refusal.startswith(f"MalformedPolicyDocument: {words}")


@pytest.mark.parametrize(
    "said",
    [
        allow("*"),
        allow(["s3:Get*", "kms:Decrypt"], ["arn:aws:s3:::*", "arn:aws:kms:*:*:key/*"]),
        allow("s3:*", when={"ForAnyValue:StringLikeIfExists": {"aws:TagKeys": "a*"}}),
        allow("s3:*", when={"Null": {"aws:TokenIssueTime": "true"}}),
    ],
)
def test_a_policy_may_say_what_it_may(said):
    managed(Account(), document(said))


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (allow("sts:AssumeRole", principal=EC2), "Has prohibited field Resource"),
        (allow("sts:AssumeRole", None), "Missing required field Principal"),
        (
            allow("sts:AssumeRole", None, principal={"AWS": f"arn:aws:iam::{ACCOUNT}:role/none"}),
            f'Invalid principal in policy: "AWS":"arn:aws:iam::{ACCOUNT}:role/none"',
        ),
        (
            allow("sts:AssumeRole", None, principal={"Service": "ec2"}),
            'Invalid principal in policy: "Service":"ec2"',
        ),
    ],
)
def test_a_trust_names_who_may_take_a_role_on(said, words):
    account = Account()
    refusal = account.refusal(account.role, assumeRolePolicy=document(said))
    assert refusal == f"MalformedPolicyDocument: {words}"


def test_a_name_is_taken_in_one_account():
    account = Account()
    account.role()
    said = account.refusal(account.role)
    assert said == "EntityAlreadyExists: Role with name reader already exists."
    Account(account.sandbox, "210987654321").role()
    managed(account, document(READS))
    said = account.refusal(managed, account, document(READS))
    assert said.startswith("EntityAlreadyExists: A policy called reads already exists.")


@pytest.mark.parametrize(
    ("role", "arn", "words"),
    [
        ("none", "arn:aws:iam::aws:policy/ReadOnlyAccess", "The role with name none cannot be"),
        ("reader", f"arn:aws:iam::{ACCOUNT}:policy/none", "does not exist or is not attachable."),
        ("reader", "arn:aws:iam::210987654321:policy/reads", "does not exist or is not attach"),
    ],
)
def test_what_is_attached_exists(role, arn, words):
    account = Account()
    account.role()
    managed(Account(account.sandbox, "210987654321"), document(READS))
    assert words in account.refusal(attached, account, role, arn)
    attached(account, "reader", "arn:aws:iam::aws:policy/ReadOnlyAccess")


def test_a_boundary_exists():
    account = Account()
    arn = f"arn:aws:iam::{ACCOUNT}:policy/none"
    assert account.refusal(account.role, permissionsBoundary=arn).startswith("NoSuchEntity: ")


def test_what_others_need_is_not_deleted():
    account = Account()
    policy = managed(account, document(READS))
    role = account.role(READS, permissionsBoundary=policy.get("arn"))
    own = account.sandbox.objects("aws:iam:RolePolicy")[0]
    held = attached(account, "reader", policy.get("arn"))
    attached_words = "DeleteConflict: Cannot delete a policy attached to entities."
    detach_words = "DeleteConflict: Cannot delete entity, must detach all policies first."
    assert account.refusal(account.delete, policy) == attached_words
    assert account.refusal(account.delete, role) == detach_words
    account.delete(held)
    assert account.refusal(account.delete, role) == detach_words
    account.delete(own)
    assert account.refusal(account.delete, policy) == attached_words
    account.delete(role)
    account.delete(policy)


def long(characters):
    return document(allow("s3:GetObject", "arn:aws:s3:::" + "x" * characters))


def test_policies_have_a_longest_length():
    account = Account()
    account.role()
    assert "quota for PolicySize: 6144" in account.refusal(managed, account, long(6_100))
    trust = document(*(allow("sts:AssumeRole", None, principal=EC2) for _ in range(30)))
    assert "quota for ACLSizePerRole: 2048" in account.refusal(
        account.role, name="long", assumeRolePolicy=trust
    )

    def own(name, text):
        return account.make(OWN, name, role="reader", name=name, policy=text)

    first = own("first", long(6_000))
    account.change(first, policy=long(9_000))
    said = account.refusal(own, "second", long(1_000 + 200))
    assert said == "LimitExceeded: Maximum policy size of 10240 bytes exceeded for role reader"


def test_ten_policies_are_attached_to_a_role():
    account = Account()
    account.role()
    for number in range(10):
        attached(account, "reader", f"arn:aws:iam::aws:policy/P{number}", f"p{number}")
    said = account.refusal(attached, account, "reader", "arn:aws:iam::aws:policy/P10", "p10")
    assert said == "LimitExceeded: Cannot exceed quota for PoliciesPerRole: 10"


def test_identities_are_found_from_every_region():
    account = Account()
    account.make(
        ROLE,
        "far",
        "us-east-1",
        name="far",
        assumeRolePolicy=document(allow("sts:AssumeRole", None, principal=EC2)),
    )
    account.make(OWN, "own", REGION, role="far", name="own", policy=document(READS))


def test_what_another_account_calls_the_same_holds_nothing():
    account = Account()
    other = Account(account.sandbox, "999999999999")
    ours = account.role()
    other.role(allow("s3:GetObject", "*"))
    account.delete(ours)
    assert [each.account for each in account.sandbox.objects("aws:iam:Role")] == [other.account]
