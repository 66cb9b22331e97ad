"""What the live pack mends: one property, nothing else, and only where that helps."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest
from google.protobuf import json_format
from google.protobuf.struct_pb2 import Struct

from landing_zone_policies.catalogue import rules
from landing_zone_policies.live.mending import NoPlaceError, mended
from landing_zone_policies.live.service import Service
from landing_zone_policies.remedies import REMEDIES, tagging
from landing_zone_policies.remedies.remedy import Patch, keys_of
from landing_zone_policies.settings import Settings
from landing_zone_policies.values import SECRET, SIGNATURE
from tests.policies.messages import CONTEXT, configuration, request, struct

UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
CANARY = "correct-horse-battery"
ACCOUNT = "azure-native:storage:StorageAccount"

ROWS = [
    pytest.param(rule, type_, remedy, id=f"{rule}-{type_}-{remedy.path}")
    for rule, remedies in REMEDIES.items()
    for remedy in remedies
    for type_ in remedy.types
]


def secret(value: Any) -> dict[str, Any]:
    return {SIGNATURE: SECRET, "value": value}


def remediating(*ids: str, **settings: Any) -> Service:
    """Return the service of some rules, each of which is to mend."""
    service = Service("all", "1", [each for each in rules() if each.id in ids])
    given = {**settings, "levels": dict.fromkeys(ids, "remediate")}
    service.Configure(configuration(settings=given), CONTEXT)
    return service


def after(service: Service, type_: str, inputs: Any) -> Any:
    """Return the properties of a resource as they are once mended; None where nothing is."""
    remediations = service.Remediate(request(type_, "it", inputs), CONTEXT).remediations
    return json_format.MessageToDict(remediations[-1].properties) if remediations else None


def good(rule: str, type_: str) -> Any:
    """Return properties of a type to which its rule has no remedy."""
    found: Any = {}
    for remedy in REMEDIES[rule]:
        if type_ in remedy.types:
            *blocks, last = keys_of(remedy.path)
            at = found
            for each in blocks:
                at = at.setdefault(each, {})
            at[last] = remedy.value(Settings())
    return found


WRONG = {True: False, False: True, "enforced": "inherited", "None": "Container"}
"""What is wrong by what is right; any other right is a version of TLS."""


@pytest.mark.parametrize(("rule", "type_", "remedy"), ROWS)
def test_each_remedy_is_what_its_rule_wants(rule, type_, remedy):
    service, right = remediating(rule), good(rule, type_)
    *blocks, last = keys_of(remedy.path)
    for remove in (False, True):
        inputs = deepcopy(right)
        at = inputs
        for each in blocks:
            at = at[each]
        at[last] = WRONG.get(at[last], "1.0")
        if remove:
            del at[last]
        found = after(service, type_, inputs)
        assert found == right or (remove and passes(service, type_, inputs, remedy.path))
    assert passes(service, type_, right, remedy.path)


def passes(service: Service, type_: str, inputs: Any, path: str) -> bool:
    found = service.Analyze(request(type_, "it", inputs), CONTEXT).diagnostics
    return not any(path in each.message for each in found)


def test_nothing_is_mended_unless_a_team_says_so():
    service = Service("all", "1", rules())
    response = service.Remediate(request(ACCOUNT, "it", {"allowBlobPublicAccess": True}), CONTEXT)
    assert not response.remediations
    assert {"NET-03", "ENC-30"} <= {each.policy_name for each in response.not_applicable}


def test_a_block_that_is_missing_is_made():
    service = remediating("ENC-34")
    assert after(service, "azure-native:web:WebApp", {"kind": "app"}) == {
        "kind": "app",
        "httpsOnly": True,
        "siteConfig": {"minTlsVersion": "1.2"},
    }


def test_what_is_mended_passes_what_cannot_be_goes_on_to_fail():
    service = remediating("NET-03")
    sent = request(ACCOUNT, "it", {"allowBlobPublicAccess": True})
    (done,) = service.Remediate(sent, CONTEXT).remediations
    assert (done.policyName, done.policyPackName) == ("NET-03", "landing-zone-all")
    sent.properties.CopyFrom(done.properties)
    told = [each.message for each in service.Analyze(sent, CONTEXT).diagnostics]
    assert told
    assert not any("allowBlobPublicAccess" in each for each in told)


def test_what_is_exempt_is_left_as_it_is():
    exemption = {
        "rule": "NET-03",
        "resource": "*",
        "owner": "ops",
        "reason": "r",
        "expires": "2999-01-01",
    }
    service = remediating("NET-03", exemptions=[exemption])
    assert after(service, ACCOUNT, {"allowBlobPublicAccess": True}) is None


def test_a_version_that_a_service_has_no_word_for_is_not_made_up():
    assert after(remediating("ENC-33", min_tls="1.3"), "azure-native:redis:Redis", {}) is None
    mended_account = after(remediating("ENC-30", min_tls="1.3"), ACCOUNT, {})
    assert mended_account["minimumTlsVersion"] == "TLS1_3"


@pytest.mark.parametrize("inputs", [{"siteConfig": UNKNOWN}, {"siteConfig": [], "httpsOnly": True}])
def test_what_is_not_known_or_not_understood_is_left_as_it_is(inputs):
    found = after(remediating("ENC-34"), "azure-native:web:WebApp", inputs)
    assert found is None or found["siteConfig"] == inputs["siteConfig"]


def test_secrets_and_what_is_not_known_stay_so():
    inputs: dict[str, Any] = {
        "siteConfig": secret({"minTlsVersion": "1.0", "connectionStrings": [{"key": CANARY}]}),
        "password": secret(CANARY),
        "deep": [{"token": secret(CANARY)}, UNKNOWN],
        "whole": {SIGNATURE: SECRET, "value": {"unknown": UNKNOWN}},
        "port": 443,
        "nothing": None,
    }
    wanted = {**inputs, "httpsOnly": True}
    wanted["siteConfig"] = secret({**inputs["siteConfig"]["value"], "minTlsVersion": "1.2"})
    service = remediating("ENC-34")
    assert after(service, "azure-native:web:WebApp", inputs) == wanted
    sent = request("azure-native:web:WebApp", "it", inputs)
    before = sent.SerializeToString(deterministic=True)
    service.Remediate(sent, CONTEXT)
    assert sent.SerializeToString(deterministic=True) == before


def test_a_secret_that_is_replaced_stays_a_secret():
    inputs = {"minimumTlsVersion": secret("TLS1_0")}
    found = after(remediating("ENC-30"), ACCOUNT, inputs)
    assert found["minimumTlsVersion"] == secret("TLS1_2")


def test_a_property_that_is_set_is_no_default_of_the_provider_any_more():
    inputs = {"a": 1, "b": 2, "__defaults": ["a", "b"]}
    found = mended(struct(inputs), [Patch(("a",), "new")])
    assert json_format.MessageToDict(found) == {"a": "new", "b": 2, "__defaults": ["b"]}


@pytest.mark.parametrize(
    ("inputs", "keys"),
    [
        ({"a": "text"}, ("a", "b")),
        ({"a": ["x"]}, ("a", "b")),
        ({"a": {"b": 1}}, ("a", 0)),
        ({"a": ["x"]}, ("a", 2)),
        ({"a": {SIGNATURE: "another", "value": {}}}, ("a", "b")),
        ({"a": {SIGNATURE: SECRET, "ciphertext": "x"}}, ("a", "b")),
    ],
)
def test_a_patch_that_leads_nowhere_is_refused(inputs, keys):
    with pytest.raises(NoPlaceError):
        mended(struct(inputs), [Patch(keys, "value")])


def test_a_patch_makes_the_way_that_it_needs():
    found = mended(Struct(), [Patch(("a", "b", 0, "c"), True), Patch(("a", "b", 1), {"d": "e"})])
    assert json_format.MessageToDict(found) == {"a": {"b": [{"c": True}, {"d": "e"}]}}


# Tags

VALUES = {"owner": "ml-platform", "Cost-Center": "cc-1", "environment": "dev"}
ALL = {"owner": "ml-platform", "cost_center": "cc-1", "environment": "dev"}
BUCKET, GROUP = "aws:s3/bucket:Bucket", "aws:autoscaling/group:Group"


def tagged(type_: str, inputs: Any, **values: str) -> Any:
    given = {"required_tags": [*ALL], "tag_values": {**VALUES, **values}}
    return after(remediating(tagging.RULE, **given), type_, inputs)


def test_missing_tags_are_added_to_those_that_there_are():
    inputs: dict[str, Any] = {
        "tags": {"Owner": "me", "x": "y"},
        "tagsAll": {"Owner": "me"},
        "name": "b",
    }
    more = {key: ALL[key] for key in ("cost_center", "environment")}
    found = tagged(BUCKET, inputs)
    assert found == {**{key: {**inputs[key], **more} for key in ("tags", "tagsAll")}, "name": "b"}


def test_tags_are_added_where_there_are_none():
    assert tagged(BUCKET, {}) == {"tags": ALL}
    assert tagged("gcp:storage/bucket:Bucket", {}) == {"labels": ALL}
    assert tagged("kubernetes:core/v1:Namespace", {}) in (None, {"metadata": {"labels": ALL}})


def test_secret_tags_stay_secret():
    assert tagged(BUCKET, {"tags": secret({"owner": CANARY})}) == {
        "tags": secret({**ALL, "owner": CANARY})
    }


def test_a_list_of_tags_grows_at_its_end():
    found = tagged(GROUP, {"tags": [{"key": "owner", "value": "me", "propagateAtLaunch": False}]})
    assert [each["key"] for each in found["tags"]] == ["owner", "cost_center", "environment"]
    assert [each["propagateAtLaunch"] for each in found["tags"]] == [False, True, True]


def test_all_that_is_missing_is_added_or_nothing():
    given = {"required_tags": ["owner", "x"], "tag_values": {"owner": "ml-platform"}}
    service = remediating(tagging.RULE, **given)
    assert after(service, BUCKET, {}) is None


def test_a_value_that_is_no_label_is_not_made_one():
    assert tagged("gcp:storage/bucket:Bucket", {}, environment="Not A Label") is None


@pytest.mark.parametrize("tags", [UNKNOWN, {"owner": UNKNOWN, **ALL}, "text", ["text"]])
def test_tags_that_are_not_known_or_not_understood_are_left_as_they_are(tags):
    assert tagged(BUCKET, {"tags": tags}) is None
