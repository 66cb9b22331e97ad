"""What every component is made of: dispatch, names, tags, profiles, options."""

import subprocess
import sys
from importlib import import_module
from typing import get_args, get_type_hints

import pulumi
import pytest
from pydantic import ValidationError

from landing_zone import (
    DataLake,
    DataLakeSpec,
    Identity,
    Keys,
    KeysOutputs,
    KeysSpec,
    Network,
    NetworkSpec,
)
from landing_zone.core import (
    LandingZoneError,
    NameRule,
    Names,
    Outputs,
    Profile,
    Scope,
    UnsupportedError,
    implementation,
)
from landing_zone.core.environment import OWN_TAGS
from landing_zone_rehearsal import record
from tests.zones import CLOUDS, declare, environment

COMPONENTS = [Network, Keys, DataLake, Identity]
SHARED = {"name", "env", "opts", "return"}


@pytest.mark.parametrize("component", COMPONENTS)
@pytest.mark.parametrize("cloud", CLOUDS)
def test_an_implementation_takes_what_its_component_is_given(component, cloud):
    given = get_type_hints(component.__init__)
    build = get_type_hints(import_module(f"{component.__module__}.{cloud}").build)

    assert build.pop("scope") is Scope
    assert build.pop("return") is get_args(component.__orig_bases__[0])[0]
    assert build == {name: hint for name, hint in given.items() if name not in SHARED}


@pytest.mark.parametrize("cloud", CLOUDS)
def test_imports_one_cloud_alone(cloud):
    program = (
        "import sys; from landing_zone import *; from tests.zones import declare, environment;"
        f"declare(environment('{cloud}'));"
        "print(*sorted({name.partition('.')[0] for name in sys.modules}"
        " & {'pulumi_aws', 'pulumi_gcp', 'pulumi_azure_native', 'pulumi_kubernetes'}))"
    )

    found = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)

    sdk = {"aws": "pulumi_aws", "gcp": "pulumi_gcp", "azure": "pulumi_azure_native"}[cloud]
    assert found.stdout.decode().split() == [sdk]


def test_says_how_to_add_a_cloud():
    with pytest.raises(
        UnsupportedError, match=r"datalake is not supported on oci; write .*oci\.py"
    ):
        implementation("landing_zone.datalake", "oci", "build")  # pyright: ignore[reportArgumentType]


def test_says_how_to_install_an_sdk(monkeypatch):
    monkeypatch.setitem(sys.modules, "pulumi_gcp", None)
    monkeypatch.delitem(sys.modules, "landing_zone.datalake.gcp", raising=False)

    with pytest.raises(LandingZoneError, match=r"run `pip install 'landing-zone\[gcp\]'`"):
        implementation("landing_zone.datalake", "gcp", "build")  # pyright: ignore[reportArgumentType]


def test_names_are_readable_stable_and_apart():
    rule = NameRule("bucket", 63, unique=True)
    ours = Names(environment("aws"), "ai-lake").physical(rule, "raw")

    assert ours.startswith("acme-prod-ai-lake-raw-")
    assert ours == Names(environment("aws"), "ai-lake").physical(rule, "raw")
    assert ours != Names(environment("aws", region="eu-west-3"), "ai-lake").physical(rule, "raw")
    assert ours != Names(environment("aws"), "my-lake").physical(rule, "raw")


def test_names_without_room_for_the_component_still_tell_it_apart():
    rule = NameRule("account", 24, separator="", unique=True, begins_with=("org", "stage"))
    ours, theirs = (Names(environment("azure"), name).physical(rule) for name in ("lake", "sea"))

    assert ours != theirs
    assert ours.isalnum()
    assert len(ours) <= 24


def test_a_name_that_is_too_long_is_refused_not_cut_off():
    names = Names(environment("aws"), "a-component-with-a-very-long-name")

    with pytest.raises(LandingZoneError, match="at most 24 are allowed: shorten org, stage"):
        names.physical(NameRule("account", 24))


def test_tags_are_the_same_on_every_cloud():
    tags = {
        cloud: {
            frozenset((r.inputs.get("tags") or r.inputs.get("labels") or {}).items())
            for r in declare(environment(cloud), stack="one").resources
            if r.name.startswith("ai-keys-")
        }
        for cloud in CLOUDS
    }

    common = [max(each, key=len) for each in tags.values()]
    assert {key for key, _ in common[0]} == set(OWN_TAGS)
    assert common[0] == common[1] == common[2]


def test_a_profile_fills_in_what_is_not_given():
    assert KeysSpec().settled(Profile.DEV).deletion_days == 7
    assert KeysSpec().settled(Profile.REGULATED).rotation_days == 90
    assert KeysSpec(rotation_days=400).settled(Profile.REGULATED).rotation_days == 400
    assert DataLakeSpec().settled(Profile.DEV).layers["raw"].noncurrent_days == 7


def test_a_spec_is_closed_and_frozen():
    with pytest.raises(ValidationError, match="rotation"):
        KeysSpec(rotation=3)  # pyright: ignore[reportCallIssue]
    with pytest.raises(ValidationError, match="frozen"):
        KeysSpec().rotation_days = 100  # pyright: ignore[reportAttributeAccessIssue]


def test_the_ladder_of_profiles_is_ordered():
    assert Profile.REGULATED.at_least(Profile.STANDARD)
    assert Profile.STANDARD.at_least(Profile.STANDARD)
    assert not Profile.DEV.at_least(Profile.STANDARD)


@pytest.mark.parametrize("cloud", CLOUDS)
def test_a_component_refuses_keys_that_lack_its_purpose(cloud):
    def program():
        keys = KeysOutputs.existing(ids={"data": "ours"}, store="store")
        with pytest.raises(LandingZoneError, match="net: needs a key for logs, got keys for data"):
            Network("net", environment(cloud), NetworkSpec(), keys=keys)

    assert [r.type for r in record(program).resources] == ["pulumi:pulumi:Stack"]


def test_existing_outputs_must_be_complete():
    with pytest.raises(TypeError, match="store"):
        KeysOutputs.existing(ids={})


@pytest.mark.parametrize("cloud", CLOUDS)
class TestOptions:
    """A component honours the options that any Pulumi user expects."""

    def keys(self, cloud, name="keys", **options):
        env = environment(cloud)
        return record(
            lambda: Keys(name, env, KeysSpec(), opts=pulumi.ResourceOptions(**options)),
            preview=False,
        )

    def test_type_is_the_form_other_languages_can_consume(self, cloud):
        assert self.keys(cloud).named("keys").type == "landing-zone:index:Keys"

    def test_intent_is_recorded_for_policies(self, cloud):
        assert self.keys(cloud).named("keys").inputs["rotation_days"] == 90

    def test_protect_false_has_the_last_word(self, cloud):
        assert not [r for r in self.keys(cloud, protect=False).resources if r.protect]
        assert [r for r in self.keys(cloud).resources if r.protect]

    def test_a_new_name_with_the_old_as_alias_keeps_the_children(self, cloud):
        def children(recording):
            return sorted(r.name for r in recording.resources if r.custom)

        renamed = self.keys(cloud, name="new", aliases=[pulumi.Alias(name="keys")])
        assert renamed.named("new").type == "landing-zone:index:Keys"
        assert children(renamed) == children(self.keys(cloud))

    def test_aliases_reach_the_children(self, cloud):
        moved = self.keys(cloud, aliases=[pulumi.Alias(type_="ours:index:Keys")])
        children = [r for r in moved.resources if r.custom and r.name.startswith("keys-")]
        assert children
        assert all(any("ours:index:Keys$" in urn for urn in child.aliases) for child in children)

    def test_transforms_reach_the_children(self, cloud):
        seen = []

        def note(args):
            seen.append(args.name)

        self.keys(cloud, transforms=[note])
        assert any(name.startswith("keys-") for name in seen)

    def test_depends_on_holds_for_the_children(self, cloud):
        env = environment(cloud)

        def program():
            first = Keys("first", env, KeysSpec())
            Keys("second", env, KeysSpec(), opts=pulumi.ResourceOptions(depends_on=[first]))

        recording = record(program, preview=False)
        children = [r for r in recording.resources if r.custom and r.name.startswith("second-")]
        assert children
        assert all(any("::first-" in urn for urn in child.dependencies) for child in children)

    def test_a_subclass_keeps_the_type_of_its_capability(self, cloud):
        class OurKeys(Keys):
            pass

        env = environment(cloud)
        recording = record(lambda: OurKeys("keys", env, KeysSpec()), preview=False)
        assert recording.named("keys").type == "landing-zone:index:Keys"


def test_outputs_hold_the_values_by_name():
    class Some(Outputs):
        pass

    assert Some.existing().as_dict() == {}
