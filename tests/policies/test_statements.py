"""Policy documents of AWS are read whole, whoever wrote them and however."""

from __future__ import annotations

import json
from typing import Any

import pytest

from landing_zone_policies.outcomes import Fail, NotApplicable, Pass, Undetermined
from landing_zone_policies.paths import Found
from landing_zone_policies.resources import Resource
from landing_zone_policies.statements import (
    SOMETHING,
    Condition,
    Statement,
    judge_statements,
    narrows,
    read,
)
from landing_zone_policies.values import MISSING, UNKNOWN, Secret

ROLE = "aws:iam:Role"


def of(document: Any) -> list[Statement] | None:
    return read(Found("policy", document))


def one(**said: Any) -> Statement:
    found = of({"Statement": [{"Effect": "Allow", **said}]})
    assert found is not None
    return found[0]


def test_a_statement_is_read_with_all_that_it_says():
    said = {
        "Sid": "Read",
        "Effect": "Allow",
        "Action": ["s3:GetObject", "S3:ListBucket"],
        "NotAction": "s3:Put*",
        "Resource": "arn:aws:s3:::A/*",
        "NotResource": ["arn:aws:s3:::b"],
        "Principal": {"AWS": ["111122223333", "*"], "Service": "ec2.amazonaws.com"},
        "NotPrincipal": "*",
        "Condition": {"StringEquals": {"aws:SourceAccount": "1", "aws:SourceArn": ["a", "b"]}},
    }
    assert of({"Statement": said}) == [
        Statement(
            name="statement Read",
            allows=True,
            actions=("s3:getobject", "s3:listbucket"),
            not_actions=("s3:put*",),
            resources=("arn:aws:s3:::A/*",),
            not_resources=("arn:aws:s3:::b",),
            principals=(("AWS", "111122223333"), ("AWS", "*"), ("Service", "ec2.amazonaws.com")),
            not_principals=(("*", "*"),),
            conditions=(
                Condition("stringequals", "aws:sourceaccount", ("1",)),
                Condition("stringequals", "aws:sourcearn", ("a", "b")),
            ),
        )
    ]


def test_names_of_elements_have_no_case():
    document = json.dumps({"statement": {"effect": "allow", "ACTION": "*", "sid": "X"}})
    found = of(document)
    assert found is not None
    assert (found[0].name, found[0].allows, found[0].actions) == ("statement X", True, ("*",))


@pytest.mark.parametrize("sid", ["", None, 7, MISSING])
def test_a_statement_without_a_name_is_called_by_its_place(sid):
    found = of({"Statement": [{"Sid": "A"}, {"Sid": sid}]})
    assert found is not None
    assert [each.name for each in found] == ["statement A", "statement 2"]


@pytest.mark.parametrize(
    ("effect", "allows"),
    [("Allow", True), ("ALLOW", True), ("Deny", False), (UNKNOWN, True), (None, False), (7, False)],
)
def test_what_may_allow_counts_as_allowing(effect, allows):
    assert one(Effect=effect).allows is allows


@pytest.mark.parametrize(
    ("said", "partial"),
    [
        ({"Action": "s3:*"}, False),
        ({"Action": ["s3:*", UNKNOWN]}, True),
        ({"NotAction": UNKNOWN}, True),
        ({"Effect": UNKNOWN}, True),
        ({"Condition": UNKNOWN}, True),
        ({"Resource": UNKNOWN}, False),
        ({"Principal": UNKNOWN}, False),
    ],
)
def test_what_is_allowed_may_be_known_in_part(said, partial):
    assert one(**said).is_partial is partial


def test_a_text_that_the_cloud_gives_is_one_thing_and_no_wildcard():
    found = one(Resource=UNKNOWN, Principal={"AWS": UNKNOWN})
    assert found.resources == (SOMETHING,)
    assert found.principals == (("AWS", SOMETHING),)
    assert not found.everything
    assert not found.anyone


def test_secrets_are_looked_into():
    document = Secret({"Statement": Secret([Secret({"Action": Secret("s3:*")})])})
    found = read(Found("policy", document.value))
    assert found is not None
    assert found[0].actions == ("s3:*",)


@pytest.mark.parametrize(
    ("document", "count"),
    [
        (MISSING, 0),
        ({}, 0),
        ({"Statement": None}, 0),
        ("{}", 0),
        ({"Statement": []}, 0),
        ({"Statement": {}}, 1),
        ({"Version": "2012-10-17", "Statement": [{}, {}]}, 2),
    ],
)
def test_a_document_has_as_many_statements_as_it_says(document, count):
    found = of(document)
    assert found is not None
    assert len(found) == count


@pytest.mark.parametrize(
    "document",
    [
        *(UNKNOWN, "", "{", "[]", "7", 7, [], True),
        *({"Statement": UNKNOWN}, {"Statement": ["x"]}, {"Statement": [{}, UNKNOWN]}),
        pytest.param("[" * 100_000, id="deep"),
    ],
)
def test_a_document_that_cannot_be_read_is_none(document):
    assert of(document) is None


@pytest.mark.parametrize(
    ("said", "everything"),
    [
        ({"Resource": "*"}, True),
        ({"Resource": ["a", "*"]}, True),
        ({"NotResource": "a"}, True),
        ({"Resource": "arn:aws:s3:::*"}, False),
        ({}, False),
    ],
)
def test_everything_is_a_star_or_all_but_some(said, everything):
    assert one(**said).everything is everything


@pytest.mark.parametrize(
    ("said", "anyone"),
    [
        ({"Principal": "*"}, True),
        ({"Principal": {"AWS": "*"}}, True),
        ({"Principal": {"AWS": ["1", "*"]}}, True),
        ({"NotPrincipal": {"AWS": "1"}}, True),
        ({"Principal": {"Service": "*"}}, False),
        ({"Principal": {"Federated": "*"}}, False),
        ({"Principal": {"AWS": None}}, False),
        ({"Principal": "111122223333"}, False),
        ({}, False),
    ],
)
def test_anyone_is_a_star_or_all_but_some(said, anyone):
    assert one(**said).anyone is anyone


def test_it_is_public_where_it_lets_anyone_in_and_no_condition_says_who():
    here: dict[str, Any] = {"StringEquals": {"aws:SourceAccount": "111122223333"}}
    how: dict[str, Any] = {"Bool": {"aws:SecureTransport": "true"}}
    assert one(Principal="*").is_public
    assert one(Principal="*", Condition=how).is_public
    assert not one(Principal="*", Condition={**how, **here}).is_public
    assert not one(Principal="*", Effect="Deny").is_public
    assert not one(Principal={"Service": "ec2.amazonaws.com"}).is_public


@pytest.mark.parametrize(
    ("said", "covered"),
    [
        ({"Action": "s3:GetObject"}, True),
        ({"Action": ["ec2:*", "s3:Get*"]}, True),
        ({"Action": "s3:GetObjec?"}, True),
        ({"Action": "*"}, True),
        ({"Action": "s3.GetObject"}, False),
        ({"Action": "s3:Get"}, False),
        ({"Action": "s3:*Version"}, False),
        ({"NotAction": "iam:*"}, True),
        ({"NotAction": ["iam:*", "s3:*"]}, False),
        ({"NotAction": "s3:Get", "Action": "ec2:*"}, True),
        ({}, False),
    ],
)
def test_an_action_is_covered_by_name_or_by_wildcard(said, covered):
    assert one(**said).covers("s3:getobject") is covered


@pytest.mark.parametrize(
    ("operator", "key", "values", "holds"),
    [
        ("stringequals", "aws:sourceaccount", ["1"], True),
        ("stringlike", "aws:principalorgid", ["o-1"], True),
        ("stringlike", "aws:principalorgid", ["o-1", "*"], False),
        ("stringlike", "aws:principalorgid", ["?*"], False),
        ("stringequals", "aws:principaltag/team", ["shop"], True),
        ("stringequals", "aws:requesttag/team", ["shop"], False),
        ("stringequals", "aws:sourceaccount", [], False),
        ("stringnotequals", "aws:sourceaccount", ["1"], False),
        ("stringequalsifexists", "aws:sourceaccount", ["1"], False),
        ("bool", "aws:principalisawsservice", ["true"], True),
        ("bool", "aws:principalisawsservice", ["TRUE"], True),
        ("bool", "aws:principalisawsservice", ["false"], False),
        ("bool", "aws:securetransport", ["true"], False),
        ("ipaddress", "aws:sourceip", ["203.0.113.0/24"], True),
        ("ipaddress", "aws:sourceip", ["0.0.0.0/0"], False),
        ("ipaddress", "aws:sourceip", ["203.0.113.0/24", "::/0"], False),
        ("arnlike", "aws:sourcearn", ["arn:aws:s3:::lake"], True),
        ("arnlike", "aws:sourcearn", ["arn:aws:s3:*:*:*"], False),
        ("arnlike", "aws:sourcearn", ["arn:aws:sns:*:*:*:*"], False),
        ("arnlike", "aws:sourcearn", ["arn:aws:sns:*:111122223333:*"], True),
        ("arnlike", "aws:principalarn", ["arn:aws:iam::111122223333:role/*"], True),
        ("arnlike", "aws:principalarn", ["arn:aws:iam::*:role/admin"], False),
        ("arnlike", "aws:principalarn", ["arn:aws:iam::*"], False),
        ("arnlike", "aws:principalarn", ["arn:aws:iam::*:role/a:b:c"], False),
        ("arnlike", "aws:principalarn", ["arn:aws:iam::X:role/a"], True),
        ("arnlike", "aws:principalarn", ["arn:aws:iam:"], True),
        ("arnlike", "aws:sourcearn", ["arn:aws:s3:eu-west-1:*:*"], True),
        ("arnlike", "aws:sourcearn", ["arn:aws:s3:::X"], True),
        ("stringlike", "aws:sourceaccount", ["X"], True),
    ],
)
def test_a_condition_narrows_where_it_says_who(operator, key, values, holds):
    assert narrows(Condition(operator, key, tuple(values))) is holds


def judged(document: Any, objection: Any = lambda _: None, **options: Any) -> list[Any]:
    role = Resource("urn:pulumi:dev::shop::aws:iam:Role::x", ROLE, {"policy": document})
    return list(judge_statements(role, "policy", objection, **options))


def test_every_statement_is_asked_about():
    document = {"Statement": [{"Sid": "A"}, {"Sid": "B"}]}
    wrong = judged(document, lambda each: "is B" if each.name.endswith("B") else None)
    assert wrong == [Fail("policy", "statement B is B"), Pass("policy")]


def test_every_document_is_read():
    listed = [{"policy": None}, {"policy": UNKNOWN}, {"policy": "{}"}, {"policy": None}]
    role = Resource("urn:pulumi:dev::shop::aws:iam:Role::x", ROLE, {"inline": listed})
    found = list(judge_statements(role, "inline[].policy", lambda _: None))
    assert [type(each) for each in found] == [NotApplicable, Undetermined, Pass, NotApplicable]


def test_principals_are_told_by_kind():
    assert one(Principal=["111122223333", "*"]).principals == (("AWS", "111122223333"), ("*", "*"))
    assert one(Principal={"AWS": None}).principals == ()


def test_no_document_is_none_to_ask_about():
    assert judged(None) == [NotApplicable("there is no policy")]
    assert judged(None, absent="nobody is let in") == [NotApplicable("nobody is let in")]


def test_what_cannot_be_read_yet_is_left_open():
    assert judged(UNKNOWN) == [Undetermined("policy", "policy cannot be read yet")]


def test_a_statement_that_is_known_in_part_is_left_open_where_it_allows():
    later = {"Sid": "L", "Effect": "Allow", "Action": UNKNOWN}
    told = Undetermined("policy", "statement L is known after deployment")
    assert judged({"Statement": later}) == [told, Pass("policy")]
    assert judged({"Statement": {**later, "Effect": "Deny"}}) == [Pass("policy")]
    assert judged({"Statement": later}, lambda _: "is bad")[0] == Fail(
        "policy", "statement L is bad"
    )


@pytest.mark.parametrize(("value", "text"), [(True, "true"), (False, "false"), (7, "7")])
def test_values_of_conditions_are_compared_as_texts(value, text):
    found = one(Condition={"Bool": {"aws:ViaAWSService": value}})
    assert found.conditions[0].values == (text,)


@pytest.mark.parametrize("condition", ["x", [], {"Bool": "x"}, {"Bool": None}, 7])
def test_what_is_no_condition_says_nothing(condition):
    assert one(Condition=condition).conditions == ()
