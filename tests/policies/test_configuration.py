"""What a configuration file says becomes settings, and each mistake in it becomes one line."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from landing_zone_policies.configuration import SettingsError, settings_of
from landing_zone_policies.settings import BY_PROFILE, LEVELS, Exemption, Settings

RULES = ("ENC-01", "ENC-02", "NET-09")
EXEMPT: dict[str, Any] = {
    "rule": "ENC-01",
    "resource": "*::scratch",
    "owner": "data@acme.example",
    "reason": "empty every night",
    "expires": "2027-03-31",
}


def of(**said):
    return settings_of({"settings": said}, RULES)


def test_nothing_said_is_the_default():
    assert settings_of({}, RULES) == Settings()


@pytest.mark.parametrize("profile", ["dev", "standard", "regulated"])
def test_a_profile_brings_its_own_defaults(profile):
    made = of(profile=profile)
    assert {name: getattr(made, name) for name in BY_PROFILE} == {
        name: values[profile] for name, values in BY_PROFILE.items()
    }


def test_what_is_said_counts_more_than_the_profile():
    assert of(profile="regulated", backup_days=14).backup_days == 14


def test_lists_and_exemptions_cannot_be_changed_afterwards():
    made = of(jurisdictions=["eu", "ch"], exemptions=[EXEMPT])
    assert made.jurisdictions == ("eu", "ch")
    said: dict[str, Any] = dict(EXEMPT, expires=dt.date(2027, 3, 31))
    assert made.exemptions == (Exemption(**said),)


@pytest.mark.parametrize(
    "document",
    [
        {"ENC-02": "disabled"},
        {"ENC-02": {"enforcementLevel": "disabled"}},
        {"settings": {"levels": {"ENC-02": "disabled"}}},
        {"all": "advisory", "ENC-02": "disabled"},
        {"ENC-02": "advisory", "settings": {"levels": {"ENC-02": "disabled"}}},
    ],
)
def test_levels_are_said_of_a_rule_in_several_ways(document):
    assert settings_of(document, RULES).levels["ENC-02"] == "disabled"


def test_all_is_every_rule():
    assert settings_of({"all": "mandatory"}, RULES).every_level == "mandatory"


@pytest.mark.parametrize(
    ("document", "fault"),
    [
        (None, "configuration: an object, got nothing"),
        ([], "configuration: an object, got a list"),
        ({"settings": 1}, "settings: an object, got a number"),
        ({1: "x"}, "configuration: keys that are texts, got 1"),
        ({"settings": {1: 2}}, "settings: keys that are texts, got 1"),
        ({"settings": {"tag_patterns": {1: "a"}}}, "settings.tag_patterns: keys that are texts"),
        ({"settings": {"profil": "dev"}}, "settings.profil: no such setting; did you mean"),
        ({"settings": {"profile": "prod"}}, "settings.profile: one of dev, standard, regulated"),
        ({"settings": {"profile": ""}}, "settings.profile: a text, got ''"),
        ({"settings": {"whole_account": "yes"}}, "settings.whole_account: true or false, got"),
        ({"settings": {"jurisdictions": "eu"}}, "settings.jurisdictions: a list, got a text"),
        ({"settings": {"jurisdictions": ["eu", "en"]}}, "settings.jurisdictions[1]: one of"),
        ({"settings": {"log_days": "30"}}, "settings.log_days: a whole number, got '30'"),
        ({"settings": {"log_days": True}}, "settings.log_days: a whole number, got True"),
        ({"settings": {"log_days": -1}}, "settings.log_days: at least"),
        ({"settings": {"public_ports": [443, 65536]}}, "settings.public_ports[1]: at most 65535"),
        ({"settings": {"tag_patterns": []}}, "settings.tag_patterns: an object, got a list"),
        ({"settings": {"tag_patterns": {"a": "("}}}, "settings.tag_patterns.a: a regular"),
        ({"settings": {"exemptions": {}}}, "settings.exemptions: a list, got an object"),
        ({"settings": {"exemptions": ["x"]}}, "settings.exemptions[0]: an object, got a text"),
        ({"ENC-1": "advisory"}, "ENC-1: no such rule; did you mean ENC-01?"),
        ({"ENC-01": "off"}, f"ENC-01: one of {', '.join(LEVELS)}, got 'off'"),
        (
            {"ENC-01": {"enforcementLevel": None}},
            f"ENC-01: one of {', '.join(LEVELS)}, got nothing",
        ),
        ({"settings": {"levels": {"X": "advisory"}}}, "settings.levels.X: no such rule"),
    ],
)
def test_a_mistake_is_one_line_that_says_where(document, fault):
    with pytest.raises(SettingsError) as raised:
        settings_of(document, RULES)
    (line,) = raised.value.faults
    assert line.startswith(fault)
    assert "\n" not in line


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"owner": None}, ".owner: a text, got nothing"),
        ({"reason": "  "}, ".reason: a text, got '  '"),
        ({"expires": "soon"}, ".expires: a day such as 2027-03-31, got 'soon'"),
        ({"rule": "ENC-1"}, ".rule: no such rule as 'ENC-1'; did you mean ENC-01?"),
        ({"until": "2027-03-31"}, ".until: no such field"),
    ],
)
def test_an_exemption_names_all_that_it_has_to(changes, fault):
    with pytest.raises(SettingsError) as raised:
        of(exemptions=[{**EXEMPT, **changes}])
    assert raised.value.faults == (f"settings.exemptions[0]{fault}",)


def test_every_mistake_is_told_at_once():
    with pytest.raises(SettingsError) as raised:
        settings_of({"ENC-9": "x", "settings": {"log_days": "x", "min_tl": 1}}, RULES)
    assert len(raised.value.faults) == 3
    assert str(raised.value) == "\n".join(raised.value.faults)


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ({"whole_account": None}, "settings.whole_account: true or false, got nothing"),
        ({"whole_account": "x" * 40}, f"settings.whole_account: true or false, got '{'x' * 40}'"),
        (
            {"whole_account": "x" * 41},
            f"settings.whole_account: true or false, got '{'x' * 37}...'",
        ),
        ({"log_days": {}}, "settings.log_days: a whole number, got an object"),
        ({"required_tags": True}, "settings.required_tags: a list, got true or false"),
        ({"tag_values": {"a": 7}}, "settings.tag_values.a: a text, got 7"),
        ({"tag_values": "x"}, "settings.tag_values: an object, got a text"),
        ({"tag_patterns": {"a": 7}}, "settings.tag_patterns.a: a regular expression, got 7"),
        ({"public_ports": [65536]}, "settings.public_ports[0]: at most 65535, got 65536"),
        ({"levels": "x"}, "settings.levels.: no such rule"),
        ({"zzzzzzzz": 1}, "settings.zzzzzzzz: no such setting"),
    ],
)
def test_a_mistake_tells_what_was_given(said, line):
    with pytest.raises(SettingsError) as raised:
        of(**said)
    assert raised.value.faults == (line,)


def test_a_broken_pattern_tells_why():
    with pytest.raises(SettingsError) as raised:
        of(tag_patterns={"a": "("})
    (line,) = raised.value.faults
    assert line.startswith("settings.tag_patterns.a: a regular expression, got '(': missing )")


def test_a_choice_that_is_near_is_offered():
    with pytest.raises(SettingsError) as raised:
        of(profile="regulate")
    (line,) = raised.value.faults
    assert line.endswith(
        ": one of dev, standard, regulated, got 'regulate'; did you mean regulated?"
    )


def test_bounds_may_be_reached():
    assert of(public_ports=[0, 65535]).public_ports == (0, 65535)
    assert of(tag_values={"a": "b"}).tag_values == {"a": "b"}


def test_every_exemption_is_looked_at():
    with pytest.raises(SettingsError) as raised:
        of(exemptions=["x", {**EXEMPT, "owner": ""}])
    assert len(raised.value.faults) == 2


def test_a_day_may_be_one_as_yaml_reads_it():
    made = of(exemptions=[{**EXEMPT, "expires": dt.date(2027, 3, 31)}])
    assert made.exemptions[0].expires == dt.date(2027, 3, 31)
