"""The whole zone: an environment is enough, valid specs plan, broken ones say why."""

import json
import re
from pathlib import Path
from typing import Any

import pulumi
import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from landing_zone import Keys, KeysSpec, LandingZone, ZoneSpec, provider
from landing_zone.core import LandingZoneError, original_name
from landing_zone.zone import main
from landing_zone_rehearsal import record, record_project
from tests.zones import CLOUDS, FULL, declare, environment

STACKS = [f"{stage}-{cloud}" for stage in ("dev", "prod") for cloud in CLOUDS]

names = st.from_regex(r"[a-z][a-z0-9]{1,7}", fullmatch=True)
layers = st.dictionaries(
    st.from_regex(r"[a-z][a-z0-9]{2,15}", fullmatch=True),
    st.fixed_dictionaries(
        {"noncurrent_days": st.just(30)},
        optional={
            "expire_after_days": st.integers(61, 3650),
            "cool_after_days": st.integers(30, 60),
        },
    ),
    min_size=1,
    max_size=3,
)


@st.composite
def zones(draw: st.DrawFn) -> dict[str, Any]:
    """Draw a valid zone, with grants on layers that it has."""
    lake = draw(layers)
    grant = st.fixed_dictionaries(
        {
            "layer": st.sampled_from(sorted(lake)),
            "verb": st.sampled_from(["read", "write", "admin"]),
        },
        optional={"prefix": st.just("team-a/")},
    )
    workloads = draw(st.lists(st.tuples(names, grant), max_size=2, unique_by=lambda each: each[0]))
    nat = draw(st.sampled_from(["none", "single", "per_zone"]))
    return {
        "network": {
            "cidr": draw(st.sampled_from(["10.0.0.0/16", "10.4.0.0/18", "192.168.16.0/20"])),
            "zones": draw(st.sampled_from([2, 3])),
            "nat": nat,
            "egress_allow": [] if nat == "none" else draw(st.sampled_from([[], ["pypi.org"]])),
            "flow_log_days": draw(st.sampled_from([1, 30, 365])),
        },
        "keys": {
            "rotation_days": draw(st.integers(90, 730)),
            "deletion_days": draw(st.integers(7, 30)),
        },
        "lake": {"layers": lake, "access_log": draw(st.booleans())},
        "identity": {
            "workloads": [
                {"name": name, "namespace": "ml", "service_account": name, "grants": [each]}
                for name, each in workloads
            ],
        },
    }


BROKEN = [
    (
        "network",
        "cidr",
        st.sampled_from(["10.0.0.0/8", "1.2.3.0/20", "x", 5, None, [], "10.0.0.1/16"]),
    ),
    ("network", "zones", st.sampled_from([0, 1, 4, "many", []])),
    ("network", "egress_allow", st.sampled_from([["*"], ["a b"], "pypi.org", [3]])),
    (
        "keys",
        "rotation_days",
        st.integers(max_value=89) | st.integers(min_value=731) | st.text("ab"),
    ),
    ("keys", "purposes", st.sampled_from([[], ["fun"], "data"])),
    ("lake", "layers", st.sampled_from([{}, {"A": {}}, {"a-b": {}}, {"raw": {"x": 1}}, ["raw"]])),
    ("identity", "workloads", st.sampled_from([[{}], [{"name": "a"}], "trainer", [3]])),
    ("identity", "issuer", st.sampled_from(["http://x", "x", 3])),
    ("identity", "extra", st.integers()),
]

given_zones = settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("cloud", CLOUDS)
@given_zones
@given(spec=zones(), profile=st.sampled_from(["dev", "standard", "regulated"]))
def test_every_valid_zone_plans(cloud, spec, profile):
    recording = declare(environment(cloud, profile=profile), spec, preview=True)

    assert recording.find("landing-zone:index:Identity")


@pytest.mark.parametrize("cloud", CLOUDS)
@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_every_broken_zone_says_why_in_a_line(cloud, data):
    block, field, values = data.draw(st.sampled_from(BROKEN))
    env = environment(cloud).model_dump(mode="json", exclude_none=True)
    broken = {block: {field: data.draw(values)}}
    config = {
        "landing-zone:environment": json.dumps(env),
        "landing-zone:zone": json.dumps(broken),
    }

    with pytest.raises(LandingZoneError) as refused:
        record(main, config=config)

    lines = str(refused.value).splitlines()
    assert lines
    assert all(re.match(rf"landing-zone:zone\.{block}\.\S+: \S", line) for line in lines)
    assert "Traceback" not in str(refused.value)


def configured(stack):
    return yaml.safe_load(Path(f"stacks/Pulumi.{stack}.yaml").read_text())["config"]


@pytest.mark.parametrize("stack", STACKS)
def test_every_stack_plans(stack):
    recording = record_project(".", stack)

    assert recording.find("landing-zone:index:LandingZone")
    assert set(recording.outputs) == {
        "network",
        "keys",
        "lake",
        "cluster",
        "gpu_pool",
        "identity",
        "gpu_runtime",
    }


def test_stacks_differ_in_their_environment_and_their_training_alone():
    zones = [configured(stack)["landing-zone:zone"] for stack in STACKS]
    training = [zone["gpu_pool"].pop("train", None) for zone in zones]

    assert all(zone == zones[0] for zone in zones)
    for stack, pool in zip(STACKS, training, strict=True):
        assert (pool is not None) == stack.startswith("prod")


def test_stacks_train_alike_but_for_a_rung_that_a_cloud_lacks():
    zones = [configured(f"prod-{cloud}")["landing-zone:zone"] for cloud in CLOUDS]
    pools = [zone["gpu_pool"]["train"] for zone in zones]
    ladders = [pool.pop("capacity") for pool in pools]

    assert all(pool == pools[0] for pool in pools)
    for ladder in ladders:
        assert ladder == [rung for rung in ladders[0] if rung in ladder]
        assert ladder[-2:] == ["spot", "on_demand"]


def test_production_is_regulated():
    for stack in STACKS:
        env = configured(stack)["landing-zone:environment"]
        assert env["profile"] == ("regulated" if stack.startswith("prod") else "dev")


@pytest.mark.parametrize("cloud", CLOUDS)
def test_default_providers_are_disabled(cloud):
    def program():
        LandingZone("ai", environment(cloud))

    config = {"pulumi:disable-default-providers": '["*"]'}
    recording = record(program, config=config, preview=False)

    assert len(recording.find("pulumi:providers:")) == 1


def test_the_project_disables_default_providers():
    project = yaml.safe_load(Path("Pulumi.yaml").read_text())

    disabled = project["config"]["pulumi:disable-default-providers"]
    assert (disabled["value"] if isinstance(disabled, dict) else disabled) == ["*"]


@pytest.mark.parametrize("cloud", CLOUDS)
def test_uses_a_provider_that_the_user_brings(cloud):
    env = environment(cloud)

    def program():
        theirs = provider("theirs", env)
        LandingZone("ai", env, opts=pulumi.ResourceOptions(providers=[theirs]))

    [theirs] = record(program, preview=False).find("pulumi:providers:")
    assert theirs.name == "theirs"


@pytest.mark.parametrize("cloud", CLOUDS)
def test_passes_its_options_on_to_all_parts(cloud):
    env = environment(cloud)

    def program():
        first = Keys("first", env, KeysSpec(), opts=pulumi.ResourceOptions(protect=False))
        options = pulumi.ResourceOptions(depends_on=[first], protect=False)
        LandingZone("ai", env, opts=options)

    recording = record(program, preview=False)
    children = [r for r in recording.resources if r.custom and r.name.startswith("ai-")]
    assert children
    assert all(any("::first-" in urn for urn in child.dependencies) for child in children)
    assert not [r for r in recording.resources if r.protect]


@pytest.mark.parametrize("cloud", CLOUDS)
def test_two_zones_live_in_one_stack(cloud):
    def program():
        LandingZone("one", environment(cloud), ZoneSpec())
        LandingZone("two", environment(cloud), ZoneSpec())

    recording = record(program, preview=False)
    assert len(recording.find("landing-zone:index:LandingZone")) == 2


PINNED = {
    "aws": {"region": "eu-west-1", "allowedAccountIds": ["123456789012"]},
    "gcp": {"project": "acme-prod", "region": "europe-west4"},
    "azure": {
        "subscriptionId": "0f5b2c6e-1d3a-4e8f-9b7a-2c4d6e8f0a1b",
        "tenantId": "7a1e9c3d-5b2f-4d6a-8c0e-1f3b5d7a9c2e",
    },
}


@pytest.mark.parametrize("cloud", CLOUDS)
def test_the_provider_is_pinned_to_account_and_region(cloud):
    [pinned] = declare(environment(cloud)).find("pulumi:providers:")

    found = {
        name: json.loads(value) if isinstance(value, str) and value.startswith("[") else value
        for name, value in pinned.inputs.items()
    }
    assert {name: found.get(name) for name in PINNED[cloud]} == PINNED[cloud]


@pytest.mark.parametrize("cloud", CLOUDS)
def test_a_zone_with_another_name_and_its_first_as_an_alias_changes_nothing(cloud):
    env = environment(cloud)
    later = pulumi.ResourceOptions(aliases=[pulumi.Alias(name="ml"), pulumi.Alias(name="ai")])

    def inside(zone, name):
        top = f"LandingZone::{name}"
        return {
            each.urn: (each.inputs, [other for other in each.dependencies if top not in other])
            for each in zone.resources
            if not each.urn.endswith(top)
        }

    before = declare(env, FULL)
    after = record(
        lambda: LandingZone("platform", env, ZoneSpec.model_validate(FULL), later),
        preview=False,
        stack=f"{env.stage}-{env.cloud}",
    )

    assert inside(after, "platform") == inside(before, "ai")
    (zone,) = after.find("landing-zone:index:LandingZone")
    assert any(alias.endswith("LandingZone::ai") for alias in zone.aliases)


def test_an_alias_of_another_parent_is_no_name():
    options = pulumi.ResourceOptions(aliases=[pulumi.Alias(parent=pulumi.ROOT_STACK_RESOURCE)])

    assert original_name("ai", options) == "ai"
    assert original_name("ai", None) == "ai"
