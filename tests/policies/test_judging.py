"""What the rules say of a program is told in full, and nothing else is."""

from __future__ import annotations

import datetime as dt
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from landing_zone_policies import judging, wanted
from landing_zone_policies.estate import Estate
from landing_zone_policies.judging import Result, Verdict, judge, summed, surveyed
from landing_zone_policies.outcomes import Fail, NotApplicable, Pass, Undetermined
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import (
    Check,
    Rule,
    Severity,
    Survey,
    World,
    check,
    either,
    gathered,
    need,
)
from landing_zone_policies.settings import Exemption, Settings
from landing_zone_policies.values import UNKNOWN

BUCKET, TOPIC, STACK = "aws:s3:Bucket", "aws:sns:Topic", "pulumi:pulumi:Stack"
UNSAID = Settings()
STANDARD = Settings(jurisdictions=("eu",), whole_account=True)


def resource(type_: str, name: str = "x", **inputs: Any) -> Resource:
    return Resource(f"urn:pulumi:dev::shop::{type_}::{name}", type_, inputs)


def rule(id_: str = "XX-01", *checks: Check, **more: Any) -> Rule:
    given: dict[str, Any] = {"severity": Severity.HIGH, "checks": checks, **more}
    return Rule(id_, statement="s", rationale="r", fix="f", **given)


def said(rule: Rule, *resources: Resource, settings: Settings = STANDARD) -> list[Result]:
    return [*judge(Estate(resources), [rule], settings).results]


@pytest.mark.parametrize(
    ("on", "verdict", "path", "message"),
    [
        (True, Verdict.PASS, "on", ""),
        (False, Verdict.FAIL, "on", "on is false, and has to be true"),
        (UNKNOWN, Verdict.UNDETERMINED, "on", "on is known after deployment"),
    ],
)
def test_a_result_tells_rule_level_resource_and_property(on, verdict, path, message):
    asked = rule("XX-01", need(BUCKET, "on", wanted.true))
    bucket = resource(BUCKET, on=on)
    told = Result(asked, verdict, "mandatory", bucket.urn, BUCKET, path, message)
    assert said(asked, bucket) == [told]


def test_what_does_not_apply_tells_why():
    asked = rule("XX-01", need(BUCKET, "on", wanted.true, when=[("size", wanted.one_of("big"))]))
    bucket = resource(BUCKET, size="small")
    assert said(asked, bucket) == [
        Result(asked, Verdict.NOT_APPLICABLE, "mandatory", bucket.urn, BUCKET, "", "size is small")
    ]


def test_what_is_only_read_is_another_programs():
    bucket = resource(BUCKET)
    bucket.external = True
    asked = rule("XX-01", need(BUCKET, "on", wanted.true))
    why = "the program reads it, and another one manages it"
    assert said(asked, bucket) == [
        Result(asked, Verdict.NOT_APPLICABLE, "mandatory", bucket.urn, BUCKET, "", why)
    ]


def test_every_rule_is_asked_about_every_resource_of_its_types():
    off = rule("XX-00", need(BUCKET, "on", wanted.true), since="regulated")
    one = rule("XX-01", need((TOPIC, BUCKET), "on", wanted.true), need(BUCKET, "by", wanted.given))
    other = rule("XX-02", need((TOPIC,), "on", wanted.true))
    estate = Estate([resource(BUCKET), resource(TOPIC), resource("aws:sqs:Queue")])
    results = judge(estate, [off, one, other], STANDARD).results
    assert [(each.rule.id, each.type, each.path) for each in results] == [
        ("XX-01", BUCKET, "on"),
        ("XX-01", BUCKET, "by"),
        ("XX-01", TOPIC, "on"),
        ("XX-02", TOPIC, "on"),
    ]


def test_the_checks_of_a_rule_come_to_one_result_of_a_resource():
    @check(BUCKET, reads=())
    def silent(resource: Resource, world: World) -> list[Any]:
        return []

    both = rule("XX-01", need(BUCKET, "on", wanted.true), need(BUCKET, "by", wanted.given))
    assert [each.path for each in said(both, resource(BUCKET, on=True, by="me"))] == ["on"]
    assert [each.verdict for each in said(rule("XX-02", silent), resource(BUCKET))] == ["pass"]


def test_a_resource_may_be_asked_about_alone():
    row = need(BUCKET, "on", wanted.true)
    asked, bucket = rule("XX-01", row), resource(BUCKET, on=False)
    alone = judging.ask(asked, [row], bucket, World(Estate([bucket]), STANDARD))
    assert alone == said(asked, bucket)


def test_the_checks_of_a_rule_are_found_by_type():
    checks = need((BUCKET, TOPIC), "on", wanted.true), need(BUCKET, "by", wanted.given)
    off, asked = rule("XX-00", *checks, since="regulated"), rule("XX-01", *checks)
    both = {BUCKET: [(asked, [*checks])], TOPIC: [(asked, [checks[0]])]}
    assert judging.index([off, asked], STANDARD) == both
    assert judging.index([asked], STANDARD, {TOPIC}) == {TOPIC: both[TOPIC]}


def survey(**options: Any) -> Survey:
    def look(world: World, cloud: str) -> list[Any]:
        assert world.settings is not None
        return [Fail(cloud, f"nothing in {cloud}")]

    return Survey(("gcp", "aws"), look, (BUCKET,), **options)


def test_what_is_missing_is_told_of_the_stack():
    off = rule("XX-00", surveys=(survey(),), since="regulated")
    asked = rule(surveys=(survey(),))
    stack = resource(STACK, "dev")
    estate = Estate([resource(BUCKET), stack])
    found = [*surveyed([off, asked], World(estate, STANDARD))]
    told = Result(asked, Verdict.FAIL, "mandatory", stack.urn, "", "aws", "nothing in aws")
    assert found == [told]
    (without,) = surveyed([asked], World(Estate([resource(BUCKET)]), STANDARD))
    assert without.urn == ""


def test_what_an_account_has_once_is_told_as_not_asked_for():
    asked = rule(surveys=(survey(account=True),))
    (found,) = said(asked, resource(BUCKET), settings=Settings())
    assert (found.verdict, found.message) == (
        Verdict.NOT_APPLICABLE,
        "another program may have it: whole_account is off",
    )


def test_a_report_notes_what_the_settings_leave_out():
    residency = rule("REG-01", need(BUCKET, "on", wanted.true))
    account = rule(surveys=(survey(account=True),))
    plain = rule("XX-01", need(BUCKET, "on", wanted.true))
    estate = Estate([resource(BUCKET, on=True)])

    def notes(*rules: Rule, settings: Settings = UNSAID) -> list[str]:
        return [*judge(estate, rules, settings).notes]

    where = "residency is not judged: settings.jurisdictions names no place where data may be"
    once = "what an account needs once is not asked for: settings.whole_account is off"
    assert notes(plain) == []
    assert notes(residency) == [where]
    assert notes(residency, account) == [where, once]
    assert notes(residency, account, settings=STANDARD) == []
    assert notes(plain, account) == [once]


def test_results_are_found_by_how_they_came_out():
    asked = rule("XX-01", need(BUCKET, "on", wanted.true))
    buckets = [resource(BUCKET, "a", on=True), resource(BUCKET, "b"), resource(BUCKET, on=UNKNOWN)]
    report = judge(Estate(buckets), [asked], STANDARD)
    assert [each.urn for each in report.of(Verdict.FAIL)] == [buckets[1].urn]
    assert len(report.of(Verdict.PASS, Verdict.FAIL)) == 2


def test_the_first_exemption_that_covers_a_failure_counts():
    asked = rule("XX-01", need(BUCKET, "on", wanted.true))

    def exemption(rule: str, expires: dt.date) -> Exemption:
        return Exemption(rule, "*::x", "me", "r", expires)

    far = dt.date(9999, 12, 31)
    other, own = exemption("XX-02", far), exemption("XX-01", far)
    report = judge(Estate([resource(BUCKET)]), [asked], Settings(exemptions=(other, own)))
    assert [each.verdict for each in report.results] == [Verdict.EXEMPT]
    assert report.results[0].exemption is own
    assert [*report.unused] == [other]
    last = Settings(exemptions=(exemption("XX-01", dt.date(2020, 1, 1)),))
    in_time = judge(Estate([resource(BUCKET)]), [asked], last, today=dt.date(2020, 1, 1))
    assert [each.verdict for each in in_time.results] == [Verdict.EXEMPT]
    long_ago = Settings(exemptions=(exemption("XX-01", dt.date(2020, 1, 1)),))
    (result,) = judge(Estate([resource(BUCKET)]), [asked], long_ago).results
    assert result.verdict is Verdict.FAIL
    assert result.message.endswith("(the exemption of me ended on 2020-01-01)")


def test_an_exemption_ends_with_its_day_in_utc(monkeypatch):
    ended = dt.datetime(2020, 1, 2, 0, 30, tzinfo=dt.UTC)
    west = dt.timezone(dt.timedelta(hours=-1))
    clock = SimpleNamespace(now=lambda zone: ended.astimezone(zone or west))
    monkeypatch.setattr(judging, "dt", SimpleNamespace(datetime=clock, UTC=dt.UTC))
    settings = Settings(exemptions=(Exemption("XX-01", "*", "me", "r", dt.date(2020, 1, 1)),))
    (found,) = said(
        rule("XX-01", need(BUCKET, "on", wanted.true)), resource(BUCKET), settings=settings
    )
    assert found.verdict is Verdict.FAIL


def test_a_rows_own_words_come_before_the_usual_ones():
    (found,) = said(
        rule("XX-01", need(BUCKET, "on", wanted.true, says="it is off")), resource(BUCKET)
    )
    assert found.message == "it is off"


def test_a_row_asks_what_the_settings_ask():
    row = need(
        BUCKET,
        "days",
        wanted.at_least(lambda settings: settings.log_days),
        when=[("least", wanted.at_most(lambda settings: settings.log_days))],
    )
    settings = Settings(log_days=30)
    asked = rule("XX-01", row)
    (found,) = said(asked, resource(BUCKET, days=29, least=30), settings=settings)
    assert found.message == "days is 29, and has to be at least 30"
    (other,) = said(asked, resource(BUCKET, days=29, least=31), settings=settings)
    assert other.verdict is Verdict.NOT_APPLICABLE


def test_a_condition_that_is_not_known_yet_leaves_a_row_open():
    row = need(BUCKET, "on", wanted.true, when=[("size", wanted.one_of("big"))])
    (found,) = said(rule("XX-01", row), resource(BUCKET, size=UNKNOWN))
    assert (found.path, found.message) == ("size", "size is known after deployment")


def test_a_row_tells_what_it_reads():
    row = need(BUCKET, "on", wanted.true, when=[("size", wanted.given)])
    assert (row.types, row.reads, row.joins) == ((BUCKET,), ("on", "size"), False)
    assert need((BUCKET, TOPIC), "on", wanted.true).types == (BUCKET, TOPIC)


def test_a_check_in_code_tells_what_it_reads():
    def look(resource: Resource, world: World) -> list[Any]:
        return [Pass(resource.name)]

    made = check(BUCKET, TOPIC, reads=("a",), joins=True)(look)
    assert made == Check((BUCKET, TOPIC), look, ("a",), joins=True)
    assert check(BUCKET, reads=())(look).joins is False


def test_one_of_several_rows_reads_what_all_of_them_do():
    @check(BUCKET, reads=("b", "a"), joins=True)
    def joined(resource: Resource, world: World) -> list[Any]:
        return [NotApplicable("no")]

    both = either(need(BUCKET, "a", wanted.true), joined)
    assert (both.types, both.reads, both.joins) == ((BUCKET,), ("a", "b"), True)
    alone = either(need(BUCKET, "a", wanted.true))
    assert (alone.types, alone.joins) == ((BUCKET,), False)
    with pytest.raises(ValueError, match=r"\Athe rows are about different types\Z"):
        either(need(BUCKET, "a", wanted.true), need(TOPIC, "a", wanted.true))


def module(name: str, **tables: Any) -> ModuleType:
    made = ModuleType(name)
    made.__dict__.update(tables)
    return made


def test_a_rule_has_the_rows_of_every_clouds_module():
    a, b, c = (need(BUCKET, path, wanted.true) for path in "abc")
    one = module("one", CHECKS={"XX-01": (a,), "XX-02": (b,)})
    two = module("two", CHECKS={"XX-01": (c,)}, SURVEYS={"XX-02": (survey(),)})
    first, second, third = gathered(iter([one, two]), rule("XX-01"), rule("XX-02"), rule("XX-03"))
    assert (first.id, first.checks, first.surveys) == ("XX-01", (a, c), ())
    assert second.checks == (b,)
    assert len(second.surveys) == 1
    assert (third.checks, third.surveys) == ((), ())


@pytest.mark.parametrize("table", ["CHECKS", "SURVEYS"])
def test_rows_of_a_rule_that_there_is_not_are_refused(table):
    strange = module("strange", **{"CHECKS": {}, table: {"XX-09": (), "XX-08": ()}})
    with pytest.raises(ValueError, match=r"\Astrange: no such rule: XX-08, XX-09\Z"):
        gathered([strange], rule("XX-01"))


def test_what_is_open_is_told_with_its_path():
    asked = rule("XX-01", need(BUCKET, "a.b", wanted.true))
    (found,) = said(asked, resource(BUCKET, a=UNKNOWN))
    assert isinstance(found.message, str)
    assert found == Result(
        asked,
        Verdict.UNDETERMINED,
        "mandatory",
        resource(BUCKET).urn,
        BUCKET,
        "a",
        "a is known after deployment",
    )
    assert Undetermined("a", found.message) is not None


def test_outcomes_of_two_kinds_are_never_the_same():
    failure, open_one = Fail("a", "is b"), Undetermined("a", "is b")

    assert summed([open_one, failure, failure]) == [open_one, failure]
    assert failure == Fail("a", "is b")
    assert failure != Fail("a", "is c")
    assert Pass("a") != NotApplicable("a")
    assert repr(failure) == "Fail('is b', 'a')"
