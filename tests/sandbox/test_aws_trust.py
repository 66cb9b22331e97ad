"""The simulated AWS says who may take a role on, by its trust policy."""

import pytest

from tests.sandbox.aws_account import ACCOUNT, ROOT, Account, allow, document

READER = f"arn:aws:iam::{ACCOUNT}:role/reader"


@pytest.fixture
def account():
    return Account()


def can(account, verb, resource, principal):
    return account.sandbox.can(principal, verb, resource)


POD = {"Service": "pods.eks.amazonaws.com"}
TRUSTED = {
    "aws:SourceAccount": ACCOUNT,
    "aws:RequestTag/kubernetes-namespace": "training",
    "aws:RequestTag/kubernetes-service-account": "trainer",
}


@pytest.mark.parametrize(
    ("actions", "allowed"),
    [(["sts:AssumeRole", "sts:TagSession"], True), ("sts:AssumeRole", False)],
)
def test_a_pod_takes_a_role_on_by_pod_identity(account, actions, allowed):
    said = allow(actions, None, principal=POD, when={"StringEquals": TRUSTED})
    account.role(assumeRolePolicy=document(said))
    assert bool(can(account, "assume", READER, "system:serviceaccount:training:trainer")) is allowed
    assert not can(account, "assume", READER, "system:serviceaccount:serving:trainer")
    assert not can(account, "assume", READER, "system:serviceaccount:training:server")


def test_a_pod_takes_a_role_on_by_its_token(account):
    issuer = "oidc.eks.eu-west-1.amazonaws.com/id/ABC"
    said = allow(
        "sts:AssumeRoleWithWebIdentity",
        None,
        principal={"Federated": f"arn:aws:iam::{ACCOUNT}:oidc-provider/{issuer}"},
        when={"StringEquals": {f"{issuer}:sub": "system:serviceaccount:training:trainer"}},
    )
    account.role(assumeRolePolicy=document(said))
    assert can(account, "assume", READER, "system:serviceaccount:training:trainer")
    assert not can(account, "assume", READER, "system:serviceaccount:training:other")


def test_a_role_takes_another_on_if_both_agree(account):
    account.role(name="caller")
    account.role(allow("sts:AssumeRole", READER), name="able")
    by_account = allow("sts:AssumeRole", None, principal={"AWS": ROOT})
    account.role(assumeRolePolicy=document(by_account))
    assert not can(account, "assume", READER, READER.replace("reader", "caller"))
    assert can(account, "assume", READER, READER.replace("reader", "able"))
    assert not can(account, "assume", READER, "ec2.amazonaws.com")
    assert not can(account, "assume", READER.replace("reader", "none"), "ec2.amazonaws.com")


def test_of_an_identity_that_is_not_simulated_only_the_trust_is_asked(account):
    people = f"arn:aws:iam::{ACCOUNT}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Data_"
    when = {"ArnLike": {"aws:PrincipalArn": people + "????"}}
    said = allow("sts:AssumeRole", None, principal={"AWS": ROOT}, when=when)
    account.role(assumeRolePolicy=document(said))
    assert can(account, "assume", READER, people + "abcd")
    assert not can(account, "assume", READER, people + "Admin_abcd")
