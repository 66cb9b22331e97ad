"""No message shows what stands where a credential does, and stacks give none to others in clear."""

from __future__ import annotations

from typing import Any

import pytest

from landing_zone_policies.catalogue import rules
from landing_zone_policies.estate import Estate
from landing_zone_policies.judging import Verdict, judge
from landing_zone_policies.resources import Resource
from landing_zone_policies.rules.identity.credentials import named
from landing_zone_policies.settings import Settings
from landing_zone_policies.values import UNKNOWN, Secret
from tests.policies.weakened import worse

STRICT = Settings(profile="regulated", jurisdictions=("eu",))
STACK = "pulumi:pulumi:Stack"
WORD = "CANARY-tr0ub4dor-9"


def resource(type_: str, *, outputs: Any = None, **inputs: Any) -> Resource:
    return Resource(f"urn:pulumi:dev::it::{type_}::it", type_, inputs, outputs or {})


def told(asked: Resource, *ids: str) -> list[tuple[str, Verdict, str, str]]:
    judged = [each for each in rules() if not ids or each.id in ids]
    results = judge(Estate([asked]), judged, STRICT).results
    return [(each.rule.id, each.verdict, each.path, each.message) for each in results]


CREDENTIALS = sorted(
    {
        (type_, path.replace("[]", "[0]"))
        for rule in rules()
        for check in rule.checks
        for path in check.reads
        for type_ in check.types
        if not path.startswith("manage") and named(path.rpartition(".")[2].removesuffix("[]"))
    }
)


@pytest.mark.parametrize(("type_", "path"), CREDENTIALS)
def test_no_rule_shows_what_stands_where_a_credential_does(type_: str, path: str) -> None:
    if "[0]" in path:
        top, _, rest = path.partition("[0].")
        properties = {top: [worse({}, rest, WORD)]}
    else:
        properties = worse({}, path, WORD)
    assert not [each for each in told(resource(type_, **properties)) if WORD in "".join(each[2:])]


def test_there_are_credentials_to_look_at() -> None:
    assert ("gcp:sql:DatabaseInstance", "rootPassword") in CREDENTIALS
    assert ("aws:redshift:Cluster", "masterPassword") in CREDENTIALS


@pytest.mark.parametrize(
    "hidden",
    [
        "#!/bin/sh\nexport CANARY_PASSWORD=tr0ub4dor\n",
        '{"CANARY_PASSWORD": "tr0ub4dor"}',
        '[{"name": "CANARY_PASSWORD", "value": "tr0ub4dor"}]',
        "IyEvYmluL3NoCmV4cG9ydCBDQU5BUllfUEFTU1dPUkQ9dHIwdWI0ZG9yCg==",
    ],
)
def test_a_name_in_a_secret_is_not_told(hidden: str) -> None:
    for data, shown in ((hidden, True), (Secret(hidden), False)):
        (found,) = told(resource("aws:ec2:Instance", userData=data), "IAM-09")
        assert found[1:3] == (Verdict.FAIL, "userData")
        assert ("CANARY" in found[3]) is shown


@pytest.mark.parametrize(
    ("outputs", "path"),
    [
        ({"dbPassword": "tr0ub4dor"}, "outputs.dbPassword"),
        ({"db": {"url": "postgres://it:tr0ub4dor@db.example/it"}}, "outputs.db.url"),
        ({"all": [{"api-token": "Zk3pQ9vX1tr0ub4dor2nR8sW"}]}, "outputs.all[0].api-token"),
    ],
)
def test_a_stack_gives_no_credential_in_clear(outputs: dict[str, Any], path: str) -> None:
    (found,) = told(resource(STACK, outputs=outputs), "IAM-09")
    assert found[1:3] == (Verdict.FAIL, path)
    assert "tr0ub4dor" not in found[3]


@pytest.mark.parametrize(
    "outputs",
    [
        {},
        {"dbPassword": Secret("tr0ub4dor"), "apiToken": UNKNOWN, "nothing": None},
        {"db": {"password": Secret("tr0ub4dor"), "all": [Secret({"token": "a1B2" * 8})]}},
        {"url": "https://it.example", "secretArn": "arn:aws:secretsmanager:eu:1:secret:it"},
        {"passwordLength": 16, "tokens": ["a"]},
    ],
)
def test_a_stack_gives_secrets_as_secrets(outputs: dict[str, Any]) -> None:
    (found,) = told(resource(STACK, outputs=outputs), "IAM-09")
    assert found[1] is Verdict.PASS


def test_junk_of_a_stack_is_no_trouble() -> None:
    deep: Any = "tr0ub4dor"
    for _ in range(500):
        deep = {"password": deep}
    for junk in (deep, [[[]]], {"": ""}, 1e400, True):
        assert told(resource(STACK, outputs={"it": junk}), "IAM-09")
