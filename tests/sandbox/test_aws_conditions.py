"""The conditions and patterns of policies mean what they mean on AWS."""

import pytest

from landing_zone_rehearsal.sandbox.aws.conditions import is_operator, unmet
from landing_zone_rehearsal.sandbox.aws.statements import matches
from tests.sandbox.aws_account import ACCOUNT

OTHER = "210987654321"


@pytest.mark.parametrize(
    ("operator", "given", "wanted", "met"),
    [
        ("StringEquals", "a", "a", True),
        ("StringEquals", "a", ["b", "a"], True),
        ("StringEquals", "A", "a", False),
        ("StringEquals", None, "a", False),
        ("StringEqualsIfExists", None, "a", True),
        ("StringEqualsIfExists", "b", "a", False),
        ("StringEqualsIgnoreCase", "A", "a", True),
        ("StringNotEquals", "b", "a", True),
        ("StringNotEquals", "a", ["a", "b"], False),
        ("StringNotEquals", None, "a", True),
        ("StringLike", "training/x", "training/*", True),
        ("StringLike", "training/x", "serving/*", False),
        ("StringNotLike", "training/x", "training/*", False),
        ("ArnLike", "arn:aws:eks:eu:1:cluster/a", "arn:aws:eks:eu:1:cluster/*", True),
        ("ArnLike", "arn:aws:eks:eu:1:cluster/a", "arn:aws:*:cluster/*", False),
        ("ArnNotLike", "arn:aws:eks:eu:1:cluster/a", "arn:aws:eks:eu:1:cluster/*", False),
        ("Bool", "true", "true", True),
        ("Bool", None, "false", False),
        ("BoolIfExists", None, "false", True),
        ("NumericLessThan", "1.1", "1.2", True),
        ("NumericLessThan", "1.2", "1.2", False),
        ("NumericLessThan", "x", "1.2", False),
        ("IpAddress", "10.0.0.1", "10.0.0.0/8", True),
        ("NotIpAddress", "10.0.0.1", "10.0.0.0/8", False),
        ("Null", None, "true", True),
        ("Null", "a", "true", False),
        ("Null", "a", "false", True),
        ("ForAllValues:StringEquals", ["a", "b"], ["a", "b", "c"], True),
        ("ForAllValues:StringEquals", ["a", "d"], ["a", "b", "c"], False),
        ("ForAllValues:StringEquals", None, "a", True),
        ("ForAnyValue:StringEquals", ["a", "d"], ["a"], True),
        ("ForAnyValue:StringEquals", None, "a", False),
        ("StringIs", "a", "a", False),
        ("DateLessThan", "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z", True),
    ],
)
def test_a_condition_is_met_as_on_aws(operator, given, wanted, met):
    context = {} if given is None else {"a:b": given}
    assert (unmet({operator: {"a:B": wanted}}, context) is None) is met


def test_a_condition_may_name_what_the_request_says():
    wanted = {"StringEquals": {"aws:ResourceAccount": "${aws:PrincipalAccount}"}}
    same = {"aws:resourceaccount": ACCOUNT, "aws:principalaccount": ACCOUNT}
    assert unmet(wanted, same) is None
    assert unmet(wanted, {**same, "aws:resourceaccount": OTHER})


@pytest.mark.parametrize(
    ("name", "known"),
    [
        ("StringEquals", True),
        ("ForAllValues:StringNotLikeIfExists", True),
        ("Null", True),
        ("NullIfExists", False),
        ("ForSomeValues:StringEquals", False),
        ("StringEqual", False),
    ],
)
def test_operators_are_known(name, known):
    assert is_operator(name) is known


@pytest.mark.parametrize(
    ("pattern", "text", "covered"),
    [
        ("s3:Get*", "s3:GetObject", True),
        ("s3:Get?bject", "s3:GetObject", True),
        ("s3:[G]etObject", "s3:GetObject", False),
        ("a.c", "abc", False),
        ("*", "", True),
        ("a*", "A", False),
    ],
)
def test_patterns_know_two_signs(pattern, text, covered):
    assert matches(pattern, text) is covered
