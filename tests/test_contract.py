"""Every promise of a landing zone, said once and held on every cloud.

The functions in `tests/promises` look for breaches in a recorded zone; the mutation run in
`tests/long` takes one thing after another away and expects one of them to find it.
"""

import json
from collections.abc import Iterable
from typing import Any

import pytest

from landing_zone_rehearsal import to_document
from landing_zone_rehearsal.differences import differences
from tests.promises import neutral, order, tables
from tests.promises.table import breaches
from tests.promises.tables import FOUNDATION
from tests.promises.view import Zone
from tests.zones import (
    CLOUDS,
    CLUSTERED,
    FULL,
    PROFILES,
    clustered_zone,
    declare,
    default_zone,
    environment,
    full_zone,
)

promise = pytest.mark.promise


@pytest.fixture(params=CLOUDS)
def cloud(request):
    return request.param


KINDS = {
    "foundation": (full_zone, FULL, FOUNDATION),
    "cluster": (clustered_zone, CLUSTERED, tables.CLUSTERED),
}
"""A zone with everything on for a cluster elsewhere, and one with a cluster of its own."""


@pytest.fixture(params=KINDS)
def kind(request):
    return request.param


@pytest.fixture
def table(cloud, kind):
    return KINDS[kind][2][cloud]


@pytest.fixture
def declared(kind):
    return KINDS[kind][0]


@pytest.fixture
def zone(cloud, declared):
    """A zone in its strictest form."""
    return Zone(declared(cloud), environment(cloud))


def none(found: Iterable[str]) -> bool:
    listed = list(found)
    if listed:
        pytest.fail("\n".join(listed), pytrace=False)
    return True


@promise("every resource belongs to its component")
def test_is_parented(zone):
    assert none(neutral.parented(zone))


@promise("one pinned provider")
def test_uses_the_pinned_provider_alone(zone):
    assert none(neutral.provided(zone))


@promise("bound to one account and region")
def test_pins_the_provider(zone, table):
    assert none(neutral.pinned(zone, table))


@promise("governance tags on everything that takes tags")
def test_is_tagged(zone):
    assert none(neutral.tagged(zone))


def test_names_properties_as_the_cloud_does(zone):
    assert none(neutral.translated(zone))


@promise("nothing outside the region")
def test_lies_in_its_region(zone):
    assert none(neutral.in_region(zone))


@promise("private")
def test_is_closed_to_the_public(zone, table):
    assert none(neutral.closed(zone))
    assert none(breaches(zone, table.private))


@promise("encrypted with the customer's key")
def test_is_encrypted_with_the_customers_key(zone, table):
    assert none(breaches(zone, table.encrypted))


@promise("a key is granted before it is used")
def test_waits_until_its_key_may_be_used(zone, table):
    assert none(order.granted_first(zone, table))


@promise("TLS 1.2 or better only")
def test_refuses_plain_connections(zone, table):
    assert none(breaches(zone, table.tls))


@promise("deleted data can be restored")
def test_can_restore_what_was_deleted(zone, table):
    assert none(breaches(zone, table.recoverable))


@promise("least privilege")
def test_grants_no_more_than_is_needed(zone, table):
    assert none(breaches(zone, table.least))


@promise("rotated, recorded and retained")
def test_is_set_up_soundly(zone, table):
    assert none(breaches(zone, table.sound))


@promise("every store has its side-cars")
def test_has_what_belongs_beside_it(zone, table):
    assert none(neutral.accompanied(zone, table))


@promise("no wildcard in what is allowed")
def test_allows_nothing_by_wildcard(zone):
    assert none(neutral.unwild(zone))


@promise("no static credential")
def test_makes_no_static_credential(zone, table):
    assert none(neutral.without_credentials(zone, table))


@promise("no secret in plain text")
def test_holds_no_literal_secret(zone):
    assert none(neutral.without_literal_secrets(zone))


@promise("whoever mentions a resource waits for it")
def test_is_ordered(zone):
    assert none(order.ordered(zone))


@promise("destroyed in reverse; what stays is listed with its reason")
def test_is_destroyable(zone, table):
    assert none(order.destroyable(zone, table))


@promise("protected by profile")
@pytest.mark.parametrize("profile", PROFILES)
def test_protects_what_holds_data(cloud, declared, table, profile):
    zone = Zone(declared(cloud, profile), environment(cloud, profile=profile))

    assert none(neutral.protected(zone, table))


@promise("given up by one setting, which lifts every protection and changes nothing else")
def test_can_be_given_up(cloud, kind, declared, table):
    env = environment(cloud, protect=False)
    zone = Zone(declare(env, KINDS[kind][1]), env)
    kept = declared(cloud)

    assert none(neutral.protected(zone, table))
    assert zone.recording.by_urn.keys() == kept.by_urn.keys()
    lifted = {
        change.path
        for urn, before in kept.by_urn.items()
        if before.custom
        for change in differences(before.inputs, zone.recording.by_urn[urn].inputs)
    }
    assert lifted <= {
        "deleteProtection",
        "deletionPolicy",
        "deletionProtection",
        "deletionProtectionEnabled",
        "firewallPolicyChangeProtection",
        "forceDestroy",
        "subnetChangeProtection",
    }


@promise("the same promises from an environment alone")
@pytest.mark.parametrize("profile", PROFILES)
def test_keeps_the_neutral_promises_by_default(cloud, profile):
    zone = Zone(default_zone(cloud, profile), environment(cloud, profile=profile))

    for check in (
        neutral.parented,
        neutral.provided,
        neutral.tagged,
        neutral.in_region,
        neutral.closed,
        neutral.unwild,
        neutral.without_literal_secrets,
        order.ordered,
    ):
        assert none(check(zone))
    assert none(order.destroyable(zone, FOUNDATION[cloud]))


@promise("two plans are byte-equal")
def test_is_stable(cloud, kind):
    spec = KINDS[kind][1]
    plans = [
        json.dumps(to_document(declare(environment(cloud), spec, preview=True))) for _ in range(2)
    ]

    assert plans[0] == plans[1]


@promise("every data source has an answer")
def test_asks_only_what_the_model_knows(zone):
    assert [call.token for call in zone.recording.invokes if not call.modelled] == []


OWN_WORDS = {"place", "networks"}
"""Outputs whose keys are the cloud's own words."""


def shape(value: object, depth: int = 3) -> Any:
    """Return names and types, down to where the cloud's own words begin."""
    if isinstance(value, dict) and depth:
        return {
            key: shape(each, 0 if key in OWN_WORDS else depth - 1)
            for key, each in sorted(value.items())
        }
    return type(value).__name__


def test_outputs_are_the_same_on_every_cloud(declared):
    shapes = []
    for each in CLOUDS:
        components = declared(each).resources
        zone = next(r for r in components if r.type == "landing-zone:index:LandingZone")
        shapes.append(shape(zone.outputs))

    assert shapes[0] == shapes[1] == shapes[2]
