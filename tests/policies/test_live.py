"""The live pack answers the engine: what it says, when, and that nothing slips out or breaks it."""

from __future__ import annotations

import threading

import pytest
from google.protobuf import empty_pb2
from pulumi.runtime.proto import analyzer_pb2

from landing_zone_policies.catalogue import rules
from landing_zone_policies.controls import controls
from landing_zone_policies.live.service import Service
from landing_zone_policies.outcomes import Fail, NotApplicable
from landing_zone_policies.rule import Rule, Severity, Survey, check, need
from landing_zone_policies.values import SECRET, SIGNATURE
from landing_zone_policies.wanted import true
from tests.policies.messages import CONTEXT, RefusedError, configuration, request, told

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
CANARY = "correct-horse-battery"
EMPTY = empty_pb2.Empty()


@check("test:index:Thing", reads=("password",))
def tells_too_much(thing, _):
    yield Fail("password", f"the password is {thing.get('password')}")


@check("test:index:Thing", reads=("password",))
def raises(thing, _):
    raise KeyError(thing.get("password"))


@check("test:index:Thing", reads=(), joins=True)
def raises_in_the_end(thing, _):
    raise RuntimeError(thing.get("password"))


def looks_for_more(world, _):
    raise RuntimeError("survey")


def rule(id_: str, *checks, **more) -> Rule:
    words = {"statement": "S of it", "rationale": "R of it", "fix": "F of it"}
    return Rule(id_, **words, severity=Severity.HIGH, checks=checks, **more)


OPEN = rule("NET-03", need("test:index:Thing", "closed", true))


def served(*found: Rule) -> Service:
    return Service("network", "1.2.3", found)


def thing(name: str = "thing", **inputs):
    return request("test:index:Thing", name, inputs)


def stack(*sent: analyzer_pb2.AnalyzeRequest) -> analyzer_pb2.AnalyzeStackRequest:
    found = analyzer_pb2.AnalyzeStackRequest()
    for each in sent:
        one = found.resources.add(urn=each.urn, type=each.type, name=each.name)
        one.properties.CopyFrom(each.properties)
        one.provider.CopyFrom(each.provider)
    return found


def secret(value):
    return {SIGNATURE: SECRET, "value": value}


# What a violation says


def test_says_all_that_a_rule_says_of_itself():
    (found,) = served(OPEN).Analyze(thing(closed=False), CONTEXT).diagnostics
    evidence = controls("NET-03")
    assert evidence
    for words in ("closed is false, and has to be true", "S of it", "R of it", "F of it", "high"):
        assert words in found.message
    for framework, each in evidence.items():
        assert f"{framework} {', '.join(each)}" in found.message
    assert (found.policyName, found.policyPackName) == ("NET-03", "landing-zone-network")
    assert found.policyPackVersion == "1.2.3"
    assert found.enforcementLevel == analyzer_pb2.MANDATORY
    assert found.severity == analyzer_pb2.POLICY_SEVERITY_HIGH


def test_what_cannot_be_told_is_advice_and_says_so():
    (found,) = served(OPEN).Analyze(thing(closed=UNKNOWN), CONTEXT).diagnostics
    assert found.enforcementLevel == analyzer_pb2.ADVISORY
    assert found.message.startswith("cannot be told: closed is known after deployment")


def test_a_secret_that_the_engine_cannot_open_cannot_be_told_either():
    (found,) = served(OPEN).Analyze(thing(closed="[secret]"), CONTEXT).diagnostics
    assert found.message.startswith("cannot be told: closed is a secret")


def test_names_the_rules_that_have_nothing_to_do_with_a_type():
    service = served(OPEN, rule("NET-04", need("test:index:Other", "closed", true)))
    response = service.Analyze(thing(closed=True), CONTEXT)
    assert not response.diagnostics
    assert [each.policy_name for each in response.not_applicable] == ["NET-04"]


def test_a_component_and_a_stack_are_no_resources_of_a_cloud():
    service = served(OPEN)
    sent = [
        analyzer_pb2.AnalyzeRequest(urn=f"urn:pulumi:dev::p::{type_}::x", type=type_)
        for type_ in ("landing-zone:index:Keys", "aws:index:Looks", "pulumi:pulumi:Stack")
    ]
    assert not any(service.Analyze(each, CONTEXT).diagnostics for each in sent)
    assert not service._session._known[sent[0].urn].custom
    assert not service._session._known[sent[1].urn].custom
    assert service.Analyze(thing(closed=False), CONTEXT).diagnostics
    assert service._session._known[thing().urn].custom


# What must not happen


def test_a_secret_that_a_rule_tells_is_not_passed_on():
    service = served(rule("NET-03", tells_too_much))
    sent = thing(password=secret(CANARY), nested={"list": [secret({"deep": CANARY})]})
    responses = [service.Analyze(sent, CONTEXT)]
    assert CANARY not in str(responses)
    assert "the password is [secret]" in told(responses)


def test_a_secret_is_not_passed_on_as_a_reason_either():
    @check("test:index:Thing", reads=("password",))
    def tells(thing, _):
        yield NotApplicable(f"the password is {thing.get('password')}")

    response = served(rule("NET-03", tells)).Analyze(thing(password=secret(CANARY)), CONTEXT)
    assert [each.reason for each in response.not_applicable] == ["the password is [secret]"]


@pytest.mark.parametrize("failing", [raises, raises_in_the_end])
def test_a_rule_that_raises_is_a_finding_with_its_place_and_the_next_is_asked(failing):
    service = served(rule("NET-01", failing), OPEN)
    sent = thing(closed=False, password=secret(CANARY))
    responses = [service.Analyze(sent, CONTEXT), service.AnalyzeStack(stack(sent), CONTEXT)]
    broken = [each for one in responses for each in one.diagnostics if each.policyName == "NET-01"]
    assert len(broken) == 1
    assert broken[0].enforcementLevel == analyzer_pb2.MANDATORY
    assert "the rule itself failed (" in broken[0].message
    assert "closed is false" in told(responses)
    assert CANARY not in str(responses)


def test_a_survey_that_raises_is_a_finding_too():
    service = served(rule("NET-01", surveys=(Survey(("aws",), looks_for_more, ()),)))
    sent = request("aws:s3/bucket:Bucket", "bucket", {})
    assert "the rule itself failed (RuntimeError" in told(
        [service.AnalyzeStack(stack(sent), CONTEXT)]
    )


def test_a_rule_that_raises_can_be_set_to_advice():
    service = served(rule("NET-01", raises), OPEN)
    service.Configure(configuration(NET_01="advisory", NET_03="mandatory"), CONTEXT)
    found = service.Analyze(thing(closed=True), CONTEXT).diagnostics
    assert [each.enforcementLevel for each in found] == [analyzer_pb2.ADVISORY]


def test_a_defect_of_the_pack_ends_the_call_in_one_line_without_values(monkeypatch):
    service = served(OPEN)

    def defect(*_):
        raise ValueError(CANARY)

    monkeypatch.setattr("landing_zone_policies.live.session.resource_of", defect)
    with pytest.raises(RefusedError) as refused:
        service.Analyze(thing(password=secret(CANARY)), CONTEXT)
    line = str(refused.value)
    assert line.startswith(
        "INTERNAL: landing-zone-network: a defect of the policy pack: ValueError"
    )
    assert CANARY not in line
    assert "\n" not in line


def test_many_threads_get_the_same_answers():
    service = served(OPEN)
    sent = [thing(f"thing-{number}", closed=bool(number % 2)) for number in range(200)]
    found: dict[str, int] = {}

    def ask(part):
        for each in part:
            found[each.urn] = len(service.Analyze(each, CONTEXT).diagnostics)

    threads = [threading.Thread(target=ask, args=[sent[start::8]]) for start in range(8)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert found == {each.urn: 1 - number % 2 for number, each in enumerate(sent)}
    assert len(service._session._known) == 200


# Configuration and exemptions


def test_a_wrong_setting_is_refused_with_a_line_that_says_which():
    with pytest.raises(RefusedError) as refused:
        served(OPEN).Configure(configuration(settings={"profil": "dev"}), CONTEXT)
    assert str(refused.value) == (
        "INVALID_ARGUMENT: landing-zone-network: "
        "settings.profil: no such setting; did you mean profile?"
    )


def test_a_configuration_may_name_rules_of_other_packs_but_none_that_there_is_not():
    other = next(each.id for each in rules() if not each.id.startswith("NET"))
    served(OPEN).Configure(configuration(**{other: "advisory", "NET-03": "disabled"}), CONTEXT)
    with pytest.raises(RefusedError, match=r"NET-999: no such rule"):
        served(OPEN).Configure(configuration(**{"NET-999": "advisory"}), CONTEXT)


def exemption(name: str = "thing", expires: str = "2999-12-31", **more) -> dict[str, str]:
    found = {"rule": "NET-03", "resource": f"*::{name}", "owner": "ops", "reason": "a test"}
    return {**found, "expires": expires, **more}


def exempting(*exemptions) -> Service:
    service = served(OPEN)
    service.Configure(configuration(settings={"exemptions": [*exemptions]}), CONTEXT)
    return service


def test_what_is_exempt_is_told_with_who_answers_for_it():
    (found,) = exempting(exemption()).Analyze(thing(closed=False), CONTEXT).diagnostics
    assert found.message == "exempt from NET-03 until 2999-12-31 by ops: a test"
    assert found.enforcementLevel == analyzer_pb2.ADVISORY
    assert found.policyName == "settings"


def test_an_exemption_that_ended_excuses_nothing():
    (found,) = (
        exempting(exemption(expires="2001-01-01")).Analyze(thing(closed=False), CONTEXT).diagnostics
    )
    assert found.enforcementLevel == analyzer_pb2.MANDATORY
    assert "the exemption of ops ended on 2001-01-01" in found.message


def test_exemptions_that_nothing_needs_are_told_in_the_end():
    service = exempting(exemption(), exemption("nobody"), exemption(rule="ENC-01"))
    sent = thing(closed=False)
    service.Analyze(sent, CONTEXT)
    found = [each.message for each in service.AnalyzeStack(stack(sent), CONTEXT).diagnostics]
    assert found == ["exemption that nothing needs: NET-03 on *::nobody (ops)"]


# What the pack says of itself


def test_says_of_each_rule_what_it_is_evidence_for_and_how_bad_it_is():
    found = Service("all", "1.2.3", rules()).GetAnalyzerInfo(EMPTY, CONTEXT)
    assert found.name == "landing-zone-all"
    assert found.supportsConfig
    by_name = {each.name: each for each in found.policies}
    assert by_name.keys() == {"settings", *(each.id for each in rules())}
    for each in rules():
        said, evidence = by_name[each.id], controls(each.id)
        assert (said.description, said.message) == (each.statement, each.rationale)
        assert said.remediation_steps == each.fix
        assert said.severity
        assert bool(evidence) == bool(said.framework.name)
        assert all(any(tag.startswith(name) for tag in said.tags) for name in evidence)


def test_a_rule_that_is_told_both_at_once_and_in_the_end_is_counted_both_times():
    both = OPEN._replace(surveys=(Survey(("aws",), looks_for_more, ()),))
    ends = rule("NET-04", raises_in_the_end)
    found = served(OPEN, both._replace(id="NET-05"), ends).GetAnalyzerInfo(EMPTY, CONTEXT)
    types = {each.name: each.policy_type for each in found.policies}
    assert types["NET-03"] == analyzer_pb2.POLICY_TYPE_RESOURCE
    assert types["NET-04"] == analyzer_pb2.POLICY_TYPE_STACK
    assert types["NET-05"] == analyzer_pb2.POLICY_TYPE_UNKNOWN
