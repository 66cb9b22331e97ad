"""Every capability works alone, wired to what was built elsewhere."""

from collections.abc import Callable
from typing import Any

import pulumi
import pytest

from landing_zone import (
    DataLake,
    DataLakeSpec,
    Grant,
    Identity,
    IdentitySpec,
    Keys,
    KeysSpec,
    Network,
    NetworkSpec,
    Verb,
    Workload,
    provider,
)
from landing_zone.core import LandingZoneError
from landing_zone_rehearsal import Recording, record
from tests import adopted
from tests.promises import neutral
from tests.promises.order import ordered
from tests.promises.view import Zone, leaves
from tests.zones import CLOUDS, environment

TRAINER = Workload(
    name="trainer",
    namespace="ml",
    service_account="trainer",
    grants=(Grant(layer="models", verb=Verb.WRITE, prefix="candidates/"),),
)

ALONE: dict[str, Callable[..., Any]] = {
    "keys": lambda env, cloud, opts: Keys("keys", env, KeysSpec(), opts=opts),
    "network": lambda env, cloud, opts: Network(
        "net", env, NetworkSpec(), keys=adopted.keys(cloud), opts=opts
    ),
    "lake": lambda env, cloud, opts: DataLake(
        "lake",
        env,
        DataLakeSpec(),
        keys=adopted.keys(cloud),
        network=adopted.network(cloud),
        opts=opts,
    ),
    "identity": lambda env, cloud, opts: Identity(
        "who",
        env,
        IdentitySpec(workloads=(TRAINER,)),
        lake=adopted.lake(cloud),
        keys=adopted.keys(cloud),
        opts=opts,
    ),
}
"""Each component in a program of its own, with everything it needs adopted."""

USED = {
    "network": "{keys.logs}",
    "lake": "{keys.data}",
    "identity": "{lake.models}",
}
"""What each of them must have wired in."""


def alone(capability: str, cloud: str) -> Recording:
    env = environment(cloud)

    def program() -> None:
        opts = pulumi.ResourceOptions(providers=[provider("theirs", env)])
        ALONE[capability](env, cloud, opts)

    return record(
        program,
        preview=False,
        stack="alone",
        config={"pulumi:disable-default-providers": '["*"]'},
    )


@pytest.mark.parametrize("capability", ALONE)
@pytest.mark.parametrize("cloud", CLOUDS)
def test_keeps_the_neutral_promises_alone(cloud, capability):
    zone = Zone(alone(capability, cloud), environment(cloud))

    assert zone.custom
    for check in (
        neutral.parented,
        neutral.provided,
        neutral.tagged,
        neutral.in_region,
        neutral.closed,
        neutral.unwild,
        neutral.translated,
        ordered,
    ):
        assert list(check(zone)) == []


@pytest.mark.parametrize("capability", ALONE)
@pytest.mark.parametrize("cloud", CLOUDS)
def test_declares_no_other_component(cloud, capability):
    components = [
        r for r in alone(capability, cloud).resources if r.type.startswith("landing-zone")
    ]

    assert len(components) == 1


@pytest.mark.parametrize("capability", USED)
@pytest.mark.parametrize("cloud", CLOUDS)
def test_uses_what_was_built_elsewhere(cloud, capability):
    values = [
        value
        for resource in alone(capability, cloud).resources
        if resource.custom
        for _, value in leaves(resource.inputs)
    ]
    wanted = {
        "{keys.logs}": adopted.KEY_IDS[cloud].format(purpose="logs"),
        "{keys.data}": adopted.KEY_IDS[cloud].format(purpose="data"),
        "{lake.models}": adopted.BUCKETS[cloud].format(layer="models"),
    }[USED[capability]]
    named = wanted.rpartition("/keys/")[2] if cloud == "azure" else wanted

    assert any(named in str(value) for value in values)


@pytest.mark.parametrize("cloud", CLOUDS)
def test_refuses_a_grant_on_a_layer_that_an_adopted_lake_lacks(cloud):
    env = environment(cloud)
    stray = TRAINER.model_copy(update={"grants": (Grant(layer="rwa", verb=Verb.READ),)})
    spec = IdentitySpec(workloads=(stray,))

    def program() -> None:
        says = r"who: workloads.0.grants.0.layer: a layer of the lake: raw, models; did you mean"
        with pytest.raises(LandingZoneError, match=says):
            Identity("who", env, spec, lake=adopted.lake(cloud), keys=adopted.keys(cloud))

    assert [r.type for r in record(program).resources] == ["pulumi:pulumi:Stack"]


@pytest.mark.parametrize("cloud", ["gcp", "azure"])
def test_keeps_keys_in_a_store_that_exists(cloud):
    env = environment(cloud)
    spec = KeysSpec(store=adopted.STORES[cloud])

    recording = record(lambda: Keys("keys", env, spec), preview=False)

    made = {r.type for r in recording.resources}
    assert not made & {"gcp:kms/keyRing:KeyRing", "azure-native:keyvault:Vault"}
    assert recording.named("keys").outputs["store"] == adopted.STORES[cloud]


@pytest.mark.parametrize("cloud", CLOUDS)
def test_refuses_a_name_that_is_too_long_once_composed(cloud):
    env = environment(cloud)
    name = "a-lake-" + "with-a-long-name-" * 5

    def program() -> None:
        keys, network = adopted.keys(cloud), adopted.network(cloud)
        with pytest.raises(LandingZoneError) as refused:
            DataLake(name, env, DataLakeSpec(), keys=keys, network=network)
        for line in str(refused.value).splitlines():
            assert line.startswith(f"{name}: ")
            assert "would be named 'acme-prod-a-lake-with-a-long-name-" in line
            assert "are allowed: shorten org, stage or" in line

    assert [r.type for r in record(program).resources] == ["pulumi:pulumi:Stack"]
