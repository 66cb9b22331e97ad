"""A cloud of two types, in which each rule of the neutral sandbox can be seen alone."""

import sys
from types import ModuleType

import pytest

from landing_zone_rehearsal.clouds import CloudModel, Clouds, Kind, facts
from landing_zone_rehearsal.clouds.conditions import shrinks
from landing_zone_rehearsal.clouds.facts import Facts, To, Within
from landing_zone_rehearsal.sandbox import Sandbox, behaviour
from landing_zone_rehearsal.sandbox.behaviour import Behaviour, Decision, Words

PEN, SHEEP = "toy:farm:Pen", "toy:farm:Sheep"

MODEL = CloudModel(
    package="toy",
    place={"_account": "{farm|=home}", "_region": "{county|=hills}"},
    kinds={
        PEN: Kind(id="pen-{_hex:6}", outputs={"arn": "toy/{_account}/{_id}", "gates": 1}),
        SHEEP: Kind(id="{name}", name="name", outputs={"wool": "white"}),
    },
    functions={"toy:farm:getFarmer": {"name": "{_account}"}},
)

FACTS = {
    PEN: Facts(
        replaces=("soil", "posts[].wood", "signs.**"),
        replaces_when={"acres": shrinks},
        fixed=("built",),
        kept=("owner",),
        required=("acres",),
        bounds={"acres": (1, 9)},
        values={"soil": ("clay", "sand")},
        cidrs=("range",),
        tags="tags",
        unique={("label",): Within.WORLD},
        keeps="the fence of {id} stays",
        missing="NoSuchPen: {value} at {property}",
        in_use="PenNotEmpty: {id} holds {other}",
        taken="PenRemembered: {label} is taken, as {left}",
    ),
    SHEEP: Facts(
        refers={"penId": To(PEN, holds=True), "barn": To(PEN, by=("arn",), besides="barn-.*")},
        formats={"name": "[a-z0-9-]{1,20}"},
        scope=Within.ACCOUNT,
        serialises="penId",
        conflict="SheepExists: {name} is in {penId}",
    ),
}

WORDS = Words(
    missing="Missing: {value}",
    conflict="Exists: {id}",
    in_use="InUse: {id}",
    fixed="Fixed: {property} of {id}",
    gone="Gone: {id}",
    busy="Busy: {parent}",
    throttled="SlowDown",
    timed_out="NotReady: {id}",
    failed="Broken",
)


def _tag_faults(tags):
    yield from (f"{tag}: no capitals" for tag in tags if tag != tag.lower())


BEHAVIOUR = Behaviour(
    words=WORDS,
    tag_faults=_tag_faults,
    can=lambda _world, who, verb, what: Decision(who == "shepherd", f"{verb} {what}"),
    swept=lambda world, gone: (
        each for each in world.of("toy:farm:Post") if each.get("penId") == gone.id
    ),
)


@pytest.fixture
def toy_cloud(monkeypatch):
    """Make the toy cloud known for one test."""
    facts_module, folder = ModuleType("facts"), ModuleType("toy")
    facts_module.FACTS = FACTS  # pyright: ignore[reportAttributeAccessIssue]
    folder.BEHAVIOUR = BEHAVIOUR  # pyright: ignore[reportAttributeAccessIssue]
    monkeypatch.setitem(sys.modules, "landing_zone_rehearsal.clouds.toy.facts", facts_module)
    monkeypatch.setitem(sys.modules, "landing_zone_rehearsal.sandbox.toy", folder)
    monkeypatch.setitem(facts.TABLES, "toy", "toy")
    monkeypatch.setitem(behaviour.FOLDERS, "toy", "toy")


def farm(path=None, **options):
    """Return a sandbox that knows the toy cloud."""
    return Sandbox(path, clouds=Clouds([MODEL]), **options)
