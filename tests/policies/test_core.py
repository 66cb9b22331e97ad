"""What every rule stands on: values, paths, names of types, what points at what, and judging."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from landing_zone_policies import wanted
from landing_zone_policies.documents import DocumentError, estate_of
from landing_zone_policies.estate import NAMESAKES, Estate
from landing_zone_policies.judging import Verdict, judge, level_of, summed
from landing_zone_policies.outcomes import Fail, NotApplicable, Pass, Undetermined
from landing_zone_policies.paths import Found, find, first
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Rule, Severity, Survey, World, check, either, need
from landing_zone_policies.settings import Exemption, Settings
from landing_zone_policies.tokens import cloud_of, normal
from landing_zone_policies.values import (
    MISSING,
    SIGNATURE,
    UNKNOWN,
    Secret,
    bare,
    read,
    shown,
)

TEXT_UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
SECRET = {SIGNATURE: "1b47061264138c4ac30d75fd1eb44270"}
OUTPUT = {SIGNATURE: "d0e6a833031e9bbcd3f4e8bde6ca49a4"}
REFERENCE = {SIGNATURE: "5cf8f73096256a8f31e491e813e4eb8e"}
TODAY = dt.date(2026, 11, 23)
COSMOS = "azure-native:cosmosdb:DatabaseAccount"
BUCKET, SIDE_CAR = "aws:s3:Bucket", "aws:s3:BucketVersioning"


def resource(type_: str, name: str = "x", **inputs: Any) -> Resource:
    return Resource(f"urn:pulumi:dev::shop::{type_}::{name}", type_, inputs)


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (TEXT_UNKNOWN, UNKNOWN),
        (f"https://{TEXT_UNKNOWN}/path", UNKNOWN),
        ("plain", "plain"),
        ("[secret]", Secret(UNKNOWN)),
        ([1, TEXT_UNKNOWN], [1, UNKNOWN]),
        ({"a": {"b": TEXT_UNKNOWN}}, {"a": {"b": UNKNOWN}}),
        ({**SECRET, "value": "x"}, Secret("x")),
        ({**SECRET, "plaintext": '{"a": 1}'}, Secret({"a": 1})),
        ({**SECRET, "plaintext": "{broken"}, Secret("{broken")),
        ({**SECRET, "ciphertext": "v1:x"}, Secret(UNKNOWN)),
        ({**OUTPUT}, UNKNOWN),
        ({**OUTPUT, "value": [1]}, [1]),
        ({**OUTPUT, "value": 1, "secret": True}, Secret(1)),
        ({**REFERENCE, "urn": "urn:x", "id": "i-1"}, "i-1"),
        ({**REFERENCE, "urn": "urn:x"}, "urn:x"),
        ({SIGNATURE: "of something new", "a": 1}, {"a": 1}),
        ({"tags": {"a": "b", "__defaults": []}, "__defaults": ["c"]}, {"tags": {"a": "b"}}),
    ],
)
def test_what_stands_for_something_is_read_as_that(raw, value):
    assert read(raw) == value


def test_secrets_are_never_shown():
    secret = Secret({"password": "hunter2"})
    assert repr(secret) == "Secret()"
    assert "hunter2" not in f"{secret!r}{shown(secret)}{Found('p', 'hunter2', secret=True)}"
    assert bare(Secret(secret)) == {"password": "hunter2"}


def test_secrets_are_the_same_where_they_hide_the_same():
    assert Secret("a") == Secret("a")
    assert Secret("a") != Secret("b")
    assert Secret("a") != "a"
    assert hash(Secret("a")) == hash(Secret("a"))
    assert hash(Secret("a")) != hash(Secret("b"))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (True, "true"),
        ({"a": 1}, "an object"),
        ([1, 2], "a list of 2"),
        (UNKNOWN, "known after deployment"),
        (MISSING, "not set"),
        ("two\nlines", "two lines"),
        ("x" * 99, "x" * 77 + "..."),
    ],
)
def test_values_are_shown_short_and_on_one_line(value, text):
    assert shown(value) == text


PROPERTIES = {
    "plain": 1,
    "null": None,
    "empty": [],
    "rules": [{"on": True}, {"on": None}, {}],
    "one": {"on": True},
    "env": {"A": {"value": 1}, "B": {"value": 2}},
    "metadata": {"annotations": {"a.b/c": "x"}},
    "later": UNKNOWN,
    "hidden": Secret({"key": "k"}),
    "names": ["a", UNKNOWN],
}


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("plain", [("plain", 1)]),
        ("null", [("null", MISSING)]),
        ("absent.inner", [("absent", MISSING)]),
        ("plain.inner", [("plain.inner", MISSING)]),
        ("empty[].on", [("empty", MISSING)]),
        ("rules[].on", [("rules[0].on", True), ("rules[1].on", MISSING), ("rules[2].on", MISSING)]),
        ("rules.on", [("rules[0].on", True), ("rules[1].on", MISSING), ("rules[2].on", MISSING)]),
        ("one[].on", [("one.on", True)]),
        ("env.*.value", [("env.A.value", 1), ("env.B.value", 2)]),
        ('metadata.annotations["a.b/c"]', [('metadata.annotations["a.b/c"]', "x")]),
        ("later.inner[].more", [("later", UNKNOWN)]),
        ("names[]", [("names[0]", "a"), ("names[1]", UNKNOWN)]),
        ("names", [("names", ["a", UNKNOWN])]),
    ],
)
def test_paths_lead_to_values_and_to_gaps(path, found):
    assert [(each.path, each.value) for each in find(PROPERTIES, path)] == found


def test_what_a_secret_hides_is_found_and_marked():
    assert first(PROPERTIES, "hidden.key") == Found("hidden.key", "k", secret=True)


def test_what_is_no_path_is_a_mistake_of_the_rule():
    with pytest.raises(ValueError, match="no path"):
        find({}, "a[0].b")


@pytest.mark.parametrize(
    ("token", "name"),
    [
        ("aws:s3/bucket:Bucket", BUCKET),
        (BUCKET, BUCKET),
        ("aws:s3/bucketV2:BucketV2", BUCKET),
        ("aws:alb/loadBalancer:LoadBalancer", "aws:lb:LoadBalancer"),
        (
            "azure-native:storage/v20240101:StorageAccount",
            "azure-native:storage:StorageAccount",
        ),
        (
            "azure-native_storage_v20240101:storage:StorageAccount",
            "azure-native:storage:StorageAccount",
        ),
        ("azure-native:documentdb/v20230415:DatabaseAccount", COSMOS),
        ("azure-native:insights:DiagnosticSetting", "azure-native:monitor:DiagnosticSetting"),
        ("azure-native:insights:Component", "azure-native:applicationinsights:Component"),
        ("azure-native:network:PrivateZone", "azure-native:privatedns:PrivateZone"),
        ("azure-native:network:VirtualNetwork", "azure-native:network:VirtualNetwork"),
        ("azure-native:cache:Redis", "azure-native:redis:Redis"),
        ("kubernetes:apps/v1:Deployment", "kubernetes:apps:Deployment"),
        ("pulumi:providers:aws", "pulumi:providers:aws"),
        ("no token", "no token"),
    ],
)
def test_types_have_one_name(token, name):
    assert normal(token) == name


@pytest.mark.parametrize(
    ("token", "cloud"),
    [
        ("aws-native:s3:Bucket", "aws"),
        ("pulumi:providers:gcp", "gcp"),
        ("azure:storage:Account", "azure"),
        ("kubernetes:core:Pod", "kubernetes"),
        ("random:index:RandomId", None),
    ],
)
def test_types_are_of_a_cloud(token, cloud):
    assert cloud_of(token) == cloud


def test_older_names_have_their_plurals_read_as_the_newer_ones():
    old = resource("aws:s3/bucketV2:BucketV2", versionings=[{"enabled": True}])
    assert old.get("versioning.enabled") is True


@pytest.mark.parametrize(
    ("said", "known"),
    [
        ("lake", {"bucket": "lake"}),
        ("arn:aws:s3:::LAKE", {"arn": "arn:aws:s3:::lake"}),
        ("https://www.googleapis.com/compute/v1/projects/p/x", {"selfLink": "projects/p/x"}),
        ("/subscriptions/S/x/", {"id": "/Subscriptions/s/X"}),
    ],
)
def test_what_is_named_is_found_by_each_of_its_names(said, known):
    bucket, beside = resource(BUCKET, **known), resource(SIDE_CAR, bucket=said)
    estate = Estate([bucket, beside])
    assert estate.targets(beside, "bucket", BUCKET) == [bucket]
    assert estate.pointing(bucket, "bucket", SIDE_CAR) == [beside]


def test_what_is_not_known_is_found_by_what_it_is_made_from():
    bucket, other = resource(BUCKET, "one"), resource(BUCKET, "two")
    beside = resource(SIDE_CAR, bucket=UNKNOWN)
    beside.takes = {"bucket": [bucket.urn, "urn:gone"]}
    estate = Estate([other, bucket, beside])
    assert estate.targets(beside, "bucket", BUCKET) == [bucket]
    assert estate.pointing(other, "bucket", SIDE_CAR) == []
    assert estate.targets(beside, "bucket", "aws:sns:Topic") == []


def test_parents_end_even_in_a_circle():
    one, two = resource("a:b:C", "one"), resource("a:b:C", "two")
    one.parent, two.parent = two.urn, one.urn
    assert list(Estate([one, two]).parents(one)) == [two]


@pytest.mark.parametrize(
    "document",
    [
        {"deployment": {"resources": [{"urn": "u", "type": BUCKET}]}},
        {
            "steps": [{"newState": {"urn": "u", "type": BUCKET}}],
            "diagnostics": [{"severity": "warning"}, "junk"],
        },
        {"checkpoint": {"latest": {"resources": [{"urn": "u", "type": BUCKET}]}}},
        {"resources": [{"urn": "u", "type": BUCKET}, {"urn": "u", "type": BUCKET, "delete": True}]},
        {"resources": [{"urn": "u", "type": BUCKET}, {"urn": "u", "pendingReplacement": True}]},
    ],
)
def test_every_document_of_pulumi_is_an_estate(document):
    assert [each.urn for each in estate_of(document).of(BUCKET)] == ["u"]


@pytest.mark.parametrize(
    "document",
    [
        {"version": 3, "deployment": {"manifest": {}}},
        {"version": 3, "deployment": None},
        {"version": 3, "checkpoint": {"stack": "shop"}},
        {"steps": []},
        {"resources": []},
    ],
)
def test_a_stack_without_anything_in_it_is_an_estate(document):
    assert estate_of(document).resources == []


def test_what_is_only_read_is_known_and_not_judged():
    row = {"urn": "u", "type": BUCKET, "external": True, "inputs": {"on": False}}
    rule = Rule("ENC-01", "S", "R", "F", Severity.HIGH, (need(BUCKET, "on", wanted.true),))
    estate = estate_of({"resources": [row]})

    (found,) = judge(estate, [rule], NOW).results
    assert found.verdict is Verdict.NOT_APPLICABLE
    assert "reads it" in found.message
    assert estate.has(BUCKET)


@pytest.mark.parametrize("option", ["protect", "retainOnDelete"])
def test_what_pulumi_does_not_delete_is_protected(option):
    (found,) = estate_of({"resources": [{"urn": "u", "type": BUCKET, option: True}]}).resources
    assert found.protect


@pytest.mark.parametrize(
    "document",
    [
        *(None, [], "x", {}, {"resources": 1}, {"deployment": {}}, {"deployment": 3}),
        {"version": 4, "resources": [{"type": "aws_s3_bucket", "instances": []}]},
        {"resources": [{"type": "Microsoft.Storage/storageAccounts"}]},
        {"resources": ["x"]},
        {"steps": [{"name": "checkout"}]},
        {"steps": [{"newState": {"urn": "u"}}], "diagnostics": [{"severity": "error"}]},
    ],
)
def test_other_documents_are_refused_in_one_line(document):
    with pytest.raises(DocumentError, match=r"\A[^\n]+\Z"):
        estate_of(document)


NOW = Settings()


@pytest.mark.parametrize(
    ("want", "good", "bad"),
    [
        (wanted.given, ["x", 0, UNKNOWN], ["", [], {}, MISSING]),
        (wanted.absent, [MISSING, "", []], ["x", UNKNOWN]),
        (wanted.true, [True, "True"], [False, 1, "yes", None, {}, MISSING]),
        (wanted.false, [False, "FALSE"], [True, 0, [], MISSING]),
        (wanted.not_true, [False, MISSING, "x"], [True, "true"]),
        (wanted.not_false, [True, MISSING], [False, "false"]),
        (wanted.one_of("A", 2), ["a", " A ", 2], ["b", [], {}, MISSING]),
        (wanted.none_of("A"), ["b", [], MISSING], ["a"]),
        (wanted.at_least(7), [7, "7", 7.5, "604800s"], [6, "x", True, [], MISSING]),
        (wanted.at_most(7), [7, "0"], [8, None, "x", MISSING]),
        (wanted.at_least(lambda settings: settings.log_days), [365], [364]),
        (wanted.matches("a+", "as"), ["aa"], ["b", 1, "aab"]),
        (
            wanted.tls,
            ["TLS1_2", "1.3", "Tls12", 1.2],
            ["TLS1_0", "SSLv3", True, [], {"a": 1.2}, "x"],
        ),
        (
            wanted.tls_policy,
            [
                "TLSv1.2_2021",
                "Policy-Min-TLS-1-2-PFS-2023-10",
                "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
                "SecurityPolicy_TLS13_2025_EDGE",
            ],
            [
                "TLSv1_2016",
                "TLSv1.1_2016",
                "Policy-Min-TLS-1-0-2019-07",
                "ELBSecurityPolicy-2016-08",
                "ELBSecurityPolicy-FS-2018-06",
                "ELBSecurityPolicy-TLS13-1-0-2021-06",
                "ssl30",
            ],
        ),
    ],
)
def test_words_mean_what_they_say(want, good, bad):
    assert [want.holds(Found("p", each), NOW) for each in good] == [True] * len(good)
    assert [want.holds(Found("p", each), NOW) for each in bad] == [False] * len(bad)
    assert want.said(NOW)


def test_what_is_not_known_is_undetermined_unless_presence_is_enough():
    assert wanted.true.holds(Found("p", UNKNOWN), NOW) is None
    assert wanted.true.or_missing().holds(Found("p", MISSING), NOW) is True


def looked(check, asked, settings=NOW):
    return list(check.look(asked, World(Estate([asked]), settings)))


def test_a_row_judges_each_place_that_its_path_leads_to():
    asked = resource(BUCKET, rules=[{"on": True}, {"on": False}, {"on": UNKNOWN}])
    outcomes = looked(need(BUCKET, "rules[].on", wanted.true), asked)
    assert [type(each) for each in outcomes] == [Pass, Fail, Undetermined]
    assert outcomes[1] == Fail("rules[1].on", "rules[1].on is false, and has to be true")


@pytest.mark.parametrize(
    ("path", "inputs", "told"),
    [
        ("block[].inner.on", {}, "block[].inner.on"),
        ("block[].inner.on", {"block": []}, "block[].inner.on"),
        ("block[].inner.on", {"block": [{}]}, "block[0].inner.on"),
        ("block[].inner.on", {"block": [{"inner": {}}]}, "block[0].inner.on"),
        ("block[]", {}, "block"),
        ("block[]", {"block": [None]}, "block[0]"),
        ("block.*", {"block": {"on": None}}, "block.on"),
    ],
)
def test_a_message_names_the_whole_way_to_what_is_missing(path, inputs, told):
    (found,) = looked(need(BUCKET, path, wanted.true), resource(BUCKET, **inputs))
    assert isinstance(found, Fail)
    assert found.message == f"{told} is not set, and has to be true"


def test_what_only_has_to_be_there_is_told_in_few_words():
    (found,) = looked(need(BUCKET, "key.id", wanted.given), resource(BUCKET))
    assert isinstance(found, Fail)
    assert found.message == "key.id is not set"


def test_a_row_applies_where_its_condition_holds():
    row = need(BUCKET, "on", wanted.true, when=[("kind", wanted.one_of("big"))])
    assert looked(row, resource(BUCKET, kind="small")) == [NotApplicable("kind is small")]
    assert isinstance(looked(row, resource(BUCKET, kind=UNKNOWN))[0], Undetermined)
    assert isinstance(looked(row, resource(BUCKET, kind="BIG"))[0], Fail)


def test_one_of_several_rows_is_enough():
    row = either(need(BUCKET, "a", wanted.true), need(BUCKET, "b", wanted.true))
    assert isinstance(looked(row, resource(BUCKET, b=True))[0], Pass)
    assert isinstance(looked(row, resource(BUCKET, a=False, b=UNKNOWN))[0], Undetermined)
    assert looked(row, resource(BUCKET, a=False)) == [Fail("a", "a is false, and has to be true")]
    with pytest.raises(ValueError, match="different types"):
        either(need(BUCKET, "a", wanted.true), need(SIDE_CAR, "b", wanted.true))


def test_failures_and_what_is_open_come_before_passes():
    fail, later = Fail("p", "no"), Undetermined("p", "later")
    assert summed([Pass(), fail, later, fail]) == [fail, later]
    assert summed([NotApplicable("a"), Pass("x"), Pass("y")]) == [Pass("x")]
    assert summed([NotApplicable("a"), NotApplicable("b")]) == [NotApplicable("a")]
    assert summed([]) == [Pass()]


def rule(id_: str = "XX-01", **properties: Any) -> Rule:
    row = need(BUCKET, "on", wanted.true)
    given: dict[str, Any] = {"severity": Severity.HIGH, "checks": (row,), **properties}
    return Rule(id_, statement="s", rationale="r", fix="f", **given)


@pytest.mark.parametrize(
    ("severity", "levels"),
    [
        ("critical", ["mandatory", "mandatory", "mandatory"]),
        ("high", ["advisory", "mandatory", "mandatory"]),
        ("medium", ["advisory", "advisory", "mandatory"]),
        ("low", ["advisory", "advisory", "advisory"]),
    ],
)
def test_profiles_decide_what_a_failure_does(severity, levels):
    asked = rule(severity=Severity(severity))
    profiles = ("dev", "standard", "regulated")
    assert [level_of(asked, Settings(profile=each)) for each in profiles] == levels


def test_what_is_said_of_a_rule_counts_whatever_the_profile_and_what_is_said_of_all_where_it_asks():
    said = Settings(levels={"XX-01": "disabled"})
    assert judge(Estate([resource(BUCKET)]), [rule()], said).results == []
    late = rule(since="regulated")
    assert level_of(late, Settings(levels={"XX-01": "mandatory"})) == "mandatory"
    assert level_of(late, Settings(every_level="mandatory")) == "disabled"
    assert level_of(rule(), Settings(every_level="advisory")) == "advisory"


def exemption(**changes: Any) -> Exemption:
    given: dict[str, Any] = {"rule": "XX-01", "resource": "*::x", "owner": "me", "reason": "r"}
    given |= {"expires": TODAY, **changes}
    return Exemption(**given)


@pytest.mark.parametrize(
    ("changes", "verdict", "unused"),
    [
        ({}, Verdict.EXEMPT, 0),
        ({"expires": TODAY - dt.timedelta(1)}, Verdict.FAIL, 0),
        ({"rule": "XX-02"}, Verdict.FAIL, 1),
        ({"resource": "*::y"}, Verdict.FAIL, 1),
    ],
)
def test_exemptions_excuse_until_they_expire_and_are_counted(changes, verdict, unused):
    settings = Settings(exemptions=(exemption(**changes),))
    report = judge(Estate([resource(BUCKET)]), [rule()], settings, today=TODAY)
    assert [each.verdict for each in report.results] == [verdict]
    assert len(report.unused) == unused
    if verdict is Verdict.FAIL and not unused:
        assert "ended on 2026-11-22" in report.results[0].message


@pytest.mark.parametrize(
    ("whole", "account", "verdict"),
    [
        (False, False, Verdict.FAIL),
        (False, True, Verdict.NOT_APPLICABLE),
        (True, True, Verdict.FAIL),
    ],
)
def test_what_an_account_has_to_have_is_asked_of_whole_accounts(whole, account, verdict):
    survey = Survey(("aws",), lambda _, __: [Fail("t", "none")], ("t",), account=account)
    asked = rule(checks=(), surveys=(survey,))
    results = judge(Estate([resource(BUCKET)]), [asked], Settings(whole_account=whole)).results
    assert [each.verdict for each in results] == [verdict]
    other = resource("gcp:storage:Bucket")
    assert judge(Estate([other]), [asked], Settings(whole_account=whole)).results == []


def test_a_name_of_hundreds_is_followed_to_none_of_them():
    few = [resource(BUCKET, f"b{index}", bucket="same") for index in range(2)]
    many = [resource(BUCKET, f"b{index}", bucket="same") for index in range(NAMESAKES + 1)]
    beside = resource(SIDE_CAR, bucket="same")

    assert Estate([*few, beside]).targets(beside, "bucket", BUCKET) == few
    assert Estate([*many[2:], beside]).targets(beside, "bucket", BUCKET) == many[2:]
    assert Estate([*many, beside]).targets(beside, "bucket", BUCKET) == []


def test_an_index_of_an_estate_is_made_once():
    asked: list[Estate] = []
    estate = Estate([resource(BUCKET)])

    def size(of: Estate) -> int:
        asked.append(of)
        return len(of.resources)

    assert [estate.once(size), estate.once(size)] == [1, 1]
    assert asked == [estate]


def test_an_exemption_that_was_renewed_excuses_and_the_one_before_is_needed_no_more():
    ended, renewed = exemption(expires=TODAY - dt.timedelta(1)), exemption(expires=TODAY)
    said = Settings(exemptions=(ended, renewed))
    report = judge(Estate([resource(BUCKET)]), [rule()], said, today=TODAY)
    assert [each.verdict for each in report.results] == [Verdict.EXEMPT]
    assert report.unused == [ended]


@pytest.mark.parametrize(
    ("pattern", "text", "like"),
    [
        ("a*c", "abc", True),
        ("a*c", "ac", True),
        ("a*c", "acd", False),
        ("*::q[0]", "urn::q[0]", True),
        ("*::q[0]", "urn::q0", False),
        ("*::q?", "urn::qx", False),
        ("ab*ba", "aba", False),
        ("a*b*a", "aba", True),
        ("*x*y*", "yx", False),
        ("*", "", True),
        ("abc", "abc", True),
        ("abc", "abcd", False),
    ],
)
def test_in_an_exemption_a_star_stands_for_anything_and_nothing_else_does(pattern, text, like):
    assert exemption(resource=pattern).covers("XX-01", text) is like


def test_what_a_patch_leaves_out_may_be_said_by_what_it_patches():
    row = need("kubernetes:core:Service", "spec.type", wanted.one_of("ClusterIP"))
    kind = "kubernetes:core/v1:ServicePatch"
    verdicts = [
        [each.verdict for each in judge(Estate([found]), [rule(checks=(row,))], Settings()).results]
        for found in (
            Resource("u", kind, {"metadata": {}}),
            Resource("u", kind, {"spec": {"type": "LoadBalancer"}}),
            Resource("u", "kubernetes:core/v1:Service", {"metadata": {}}),
        )
    ]
    assert verdicts == [[Verdict.UNDETERMINED], [Verdict.FAIL], [Verdict.FAIL]]


def test_what_a_program_marks_as_secret_is_in_no_message():
    def look(found: Resource, _: World) -> list[Fail]:
        return [Fail("sku", f"{bare(found.inputs['sku'])} is no sku")]

    asked = rule(checks=(check(BUCKET, reads=("sku",))(look),))
    (result,) = judge(Estate([resource(BUCKET, sku=Secret("canary"))]), [asked], Settings()).results
    assert result.message == "[secret] is no sku"


def test_a_number_of_any_length_may_be_a_secret():
    digits = "7" * 5000
    assert read({**SECRET, "plaintext": digits}) == Secret(digits)
