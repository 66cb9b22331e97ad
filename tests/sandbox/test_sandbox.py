"""What all simulated clouds have in common, seen in a toy cloud."""

import threading

import pytest

from landing_zone_rehearsal.errors import FaultError
from landing_zone_rehearsal.sandbox import PlannedFault, Refused
from landing_zone_rehearsal.sandbox.behaviour import NeverAnswers, NotReady
from landing_zone_rehearsal.values import UNKNOWN, Secret
from tests.sandbox.toy import PEN, SHEEP, farm, toy_cloud

__all__ = ["toy_cloud"]

pytestmark = pytest.mark.usefixtures("toy_cloud")


def pen(sandbox, name="pen", provider=None, **inputs):
    return sandbox.create(PEN, name, f"urn::{name}", {"acres": 2, **inputs}, provider)


def sheep(sandbox, name="dolly", provider=None, **inputs):
    return sandbox.create(SHEEP, name, f"urn::{name}", {"name": name, **inputs}, provider)


def refused(act, *arguments, **options):
    with pytest.raises(Refused) as raised:
        act(*arguments, **options)
    return str(raised.value)


def faults(**inputs):
    _, found = farm().check(PEN, "pen", "urn", {"acres": 2, **inputs})
    return [(each.path, each.reason) for each in found]


def changes(old, new, ignored=()):
    return [(c.path, c.kind, c.replaces) for c in farm().diff(PEN, old, new, ignored)]


def test_what_is_created_has_what_the_cloud_computes():
    made = pen(farm())
    assert made.id.startswith("pen-")
    assert made.outputs == {"acres": 2, "arn": f"toy/home/{made.id}", "gates": 1}
    assert (made.account, made.region) == ("home", "hills")


def test_a_refused_creation_leaves_nothing():
    sandbox = farm()
    refused(sheep, sandbox, penId="pen-none")
    assert sandbox.objects() == []
    assert sandbox.calls()[0][4] == "NoSuchPen: pen-none at penId"


def test_one_urn_can_stand_twice_while_it_is_replaced():
    sandbox = farm()
    first, second = pen(sandbox), pen(sandbox)
    assert first.id != second.id
    sandbox.delete(PEN, first.id)
    assert [each.id for each in sandbox.objects(PEN)] == [second.id]


def test_a_name_that_exists_is_refused_in_the_words_of_the_cloud():
    sandbox = farm()
    home = pen(sandbox)
    sheep(sandbox, penId=home.id)
    assert refused(sheep, sandbox, penId=home.id) == f"SheepExists: dolly is in {home.id}"


def test_a_name_of_an_account_is_free_in_another_account():
    sandbox = farm()
    sheep(sandbox, provider={"farm": "one"})
    sheep(sandbox, provider={"farm": "two"})
    assert refused(sheep, sandbox, provider={"farm": "two", "county": "coast"})
    assert len(sandbox.objects(SHEEP)) == 2


def test_a_name_of_the_world_is_free_nowhere():
    sandbox = farm()
    pen(sandbox, "one", {"farm": "one"}, label="oak")
    assert refused(pen, sandbox, "two", {"farm": "two"}, label="oak").startswith("Exists: ")
    other = pen(sandbox, "three", {"farm": "two"}, label="elm")
    change = {"acres": 2, "label": "oak"}
    assert refused(sandbox.update, PEN, other.id, "urn::three", change).startswith("Exists: ")


def test_what_is_pointed_to_must_exist_here():
    sandbox = farm()
    there = pen(sandbox, provider={"farm": "two"})
    coast = pen(sandbox, "coast", {"county": "coast"})
    assert refused(sheep, sandbox, penId=there.id).startswith("NoSuchPen: ")
    assert refused(sheep, sandbox, penId=coast.id).startswith("NoSuchPen: ")
    assert sheep(sandbox, penId=pen(sandbox, "here").id)


def test_what_is_pointed_to_may_be_unknown_to_the_sandbox_where_the_cloud_has_its_own():
    sandbox = farm()
    assert sheep(sandbox, barn="barn-7")
    assert refused(sheep, sandbox, "shaun", barn="attic-7") == "NoSuchPen: attic-7 at barn"
    assert sheep(sandbox, "shaun", barn=str(pen(sandbox).get("arn")))


def test_what_others_need_is_not_deleted_before_them():
    sandbox = farm()
    home = pen(sandbox)
    sheep(sandbox, penId=home.id)
    assert refused(sandbox.delete, PEN, home.id) == f"PenNotEmpty: {home.id} holds dolly"
    sandbox.delete(SHEEP, "dolly")
    sandbox.delete(PEN, home.id)
    assert sandbox.objects() == []


def test_what_a_deletion_leaves_is_told():
    sandbox = farm()
    home = pen(sandbox)
    sandbox.delete(PEN, home.id)
    assert [each.left for each in sandbox.left_over()] == [f"the fence of {home.id} stays"]
    assert sandbox.read(PEN, home.id) is None


def test_what_is_inside_goes_with_it():
    sandbox = farm()
    home = pen(sandbox)
    sandbox.create("toy:farm:Post", "post", "urn::post", {"penId": home.id})
    sandbox.delete(PEN, home.id)
    assert sandbox.objects() == []


def test_what_is_gone_is_gone():
    sandbox = farm()
    sandbox.delete(PEN, "pen-none")
    assert sandbox.read(PEN, "pen-none") is None
    assert refused(sandbox.update, PEN, "pen-none", "urn", {}) == "Gone: pen-none"


def test_an_update_keeps_the_id_and_what_was_computed():
    sandbox = farm()
    made = pen(sandbox)
    updated = sandbox.update(PEN, made.id, "urn::pen", {"acres": 5})
    assert (updated.id, updated.outputs) == (made.id, {**made.outputs, "acres": 5})
    assert sandbox.read(PEN, made.id).outputs == updated.outputs  # pyright: ignore[reportOptionalMemberAccess]


def test_what_is_fixed_is_planned_and_refused():
    sandbox = farm()
    made = pen(sandbox, built=1999)
    assert changes({"acres": 2, "built": 1999}, {"acres": 2, "built": 2000}) == [
        ("built", "changed", False)
    ]
    change = {"acres": 2, "built": 2000}
    assert refused(sandbox.update, PEN, made.id, "urn", change) == f"Fixed: built of {made.id}"


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ({"soil": "clay"}, {"soil": "sand"}, [("soil", "changed", True)]),
        ({"tags": {"a": "1"}}, {"tags": {"a": "2"}}, [("tags.a", "changed", False)]),
        ({"acres": 2}, {"acres": 3}, [("acres", "changed", False)]),
        ({"acres": 3}, {"acres": 2}, [("acres", "changed", True)]),
        ({"acres": 3}, {"acres": UNKNOWN}, [("acres", "changed", True)]),
        ({"owner": "ann"}, {}, []),
        ({"owner": "ann"}, {"owner": "bob"}, [("owner", "changed", False)]),
        (
            {"posts": [{"wood": "oak"}]},
            {"posts": [{"wood": "elm"}]},
            [("posts[0].wood", "changed", True)],
        ),
        (
            {"posts": [{"wood": "oak"}]},
            {"posts": [{"wood": "oak", "age": 1}]},
            [("posts[0].age", "added", False)],
        ),
        ({}, {"posts": [{"wood": "oak"}]}, [("posts", "added", True)]),
        ({"signs": {"a": {"b": 1}}}, {"signs": {"a": {"b": 2}}}, [("signs.a.b", "changed", True)]),
        ({"soil": Secret("clay")}, {"soil": Secret("clay")}, []),
        ({"soil": Secret("clay")}, {"soil": Secret("sand")}, [("soil", "changed", True)]),
    ],
)
def test_a_change_is_an_update_or_a_replacement_as_the_table_says(old, new, found):
    assert changes(old, new) == found


def test_what_a_program_ignores_is_no_change():
    assert changes({"soil": "clay", "acres": 1}, {"soil": "sand", "acres": 2}, ["soil"]) == [
        ("acres", "changed", False)
    ]


@pytest.mark.parametrize(
    ("inputs", "path", "said"),
    [
        ({"acres": None}, "acres", "missing"),
        ({"acres": 10}, "acres", "expected 1 to 9, got 10"),
        ({"soil": "mud"}, "soil", "expected one of clay, sand, got 'mud'"),
        ({"range": "10.0.0.1/24"}, "range", "not an address range"),
        ({"tags": {"Owner": "ann"}}, "tags", "Owner: no capitals"),
    ],
)
def test_a_wrong_input_is_told_before_anything_is_made(inputs, path, said):
    ((at, reason),) = faults(**inputs)
    assert at == path
    assert reason.startswith(said)


def test_a_wrong_input_that_is_secret_is_not_shown():
    ((_, reason),) = faults(soil=Secret("hush"))
    assert "hush" not in reason


def test_what_is_not_known_yet_is_not_judged():
    assert faults(acres=UNKNOWN, soil=UNKNOWN, range=UNKNOWN, tags={"a": UNKNOWN}) == []


def test_what_is_not_named_gets_a_name_of_its_own_and_keeps_it():
    sandbox = farm()
    first, _ = sandbox.check(SHEEP, "dolly", "urn::dolly", {})
    assert first["name"].startswith("dolly-")
    assert sandbox.check(SHEEP, "dolly", "urn::dolly", {}, first)[0] == first
    sandbox.create(SHEEP, "dolly", "urn::dolly", first)
    again, _ = sandbox.check(SHEEP, "dolly", "urn::dolly", {})
    assert again["name"] != first["name"]
    assert not sandbox.deletes_first(SHEEP, again)
    assert sandbox.deletes_first(SHEEP, {"name": "dolly"})


def test_what_is_created_again_has_another_name_as_pulumi_draws_it_anew(tmp_path):
    before = farm(tmp_path / "clouds.db")
    first, _ = before.check(SHEEP, "dolly", "urn::dolly", {})
    before.delete(SHEEP, before.create(SHEEP, "dolly", "urn::dolly", first).id)
    before.close()
    after = farm(tmp_path / "clouds.db")
    second, _ = after.check(SHEEP, "dolly", "urn::dolly", {})
    assert second["name"] != first["name"]


def test_a_name_that_pulumi_makes_has_to_be_legal_too():
    _, found = farm().check(SHEEP, "a-name-of-too-many-letters", "urn", {})
    assert [each.path for each in found] == ["name"]


def test_everything_outlives_the_process(tmp_path):
    before = farm(tmp_path / "clouds.db")
    made = pen(before, soil="clay")
    sheep(before, penId=made.id)
    before.close()
    after = farm(tmp_path / "clouds.db")
    assert [each.id for each in after.objects()] == [made.id, "dolly"]
    assert after.read(PEN, made.id) == made
    assert len(after.calls()) == 2


def test_no_secret_is_written_down(tmp_path):
    sandbox = farm(tmp_path / "clouds.db")
    made = pen(sandbox, code=Secret("hush-hush"))
    assert made.outputs["code"] == Secret("hush-hush")
    written = b"".join(each.read_bytes() for each in tmp_path.iterdir())
    assert b"hush-hush" not in written
    assert b"sealed:" in written


def test_a_secret_is_given_back_to_whoever_knows_it():
    sandbox = farm()
    made = pen(sandbox, code=Secret("hush"))
    known = sandbox.read(PEN, made.id, {"code": Secret("hush")})
    guessed = sandbox.read(PEN, made.id, {"code": Secret("hash")})
    assert known.outputs["code"] == Secret("hush")  # pyright: ignore[reportOptionalMemberAccess]
    assert guessed.outputs["code"] not in (Secret("hush"), Secret("hash"))  # pyright: ignore[reportOptionalMemberAccess]


def test_a_data_source_is_answered_or_refused():
    assert farm().invoke("toy:farm:getFarmer", {}, {"farm": "one"}) == {"name": "one"}
    assert "getWeather" in refused(farm().invoke, "toy:farm:getWeather", {})


def test_what_somebody_else_changes_is_seen():
    sandbox = farm()
    made = pen(sandbox, soil="clay", posts=[{"wood": "oak"}])
    sandbox.change(PEN, made.id, "soil", "sand")
    sandbox.change(PEN, made.id, "posts[0].wood", "elm")
    seen = sandbox.read(PEN, made.id)
    assert seen.inputs["soil"] == seen.outputs["soil"] == "sand"  # pyright: ignore[reportOptionalMemberAccess]
    assert seen.outputs["posts"] == [{"wood": "elm"}]  # pyright: ignore[reportOptionalMemberAccess]


def test_what_somebody_else_deletes_is_gone_whatever_needs_it():
    sandbox = farm()
    made = pen(sandbox)
    sheep(sandbox, penId=made.id)
    sandbox.remove(PEN, made.id)
    assert sandbox.read(PEN, made.id) is None
    assert not [*sandbox.left_over()]


@pytest.mark.parametrize(
    ("fault", "raised", "said", "made"),
    [
        ("toy:farm:Pen:2=fail", Refused, "Broken", 1),
        ("create:toy:farm:Pen:2=throttle", Refused, "SlowDown", 1),
        ("*:2=timeout", NotReady, "NotReady: pen-", 2),
        ("create:*:2=hang", NeverAnswers, "", 2),
    ],
)
def test_the_nth_call_goes_wrong_as_planned(fault, raised, said, made):
    sandbox = farm(faults=[PlannedFault.parse(fault)])
    pen(sandbox, "one")
    with pytest.raises(raised) as gone_wrong:
        pen(sandbox, "two")
    assert str(gone_wrong.value).startswith(said)
    assert len(sandbox.objects()) == made
    assert pen(sandbox, "three")


@pytest.mark.parametrize("text", ["", "pen", "toy:farm:Pen:0=fail", "toy:farm:Pen:1=explode"])
def test_a_fault_that_is_written_in_another_way_is_refused(text):
    with pytest.raises(FaultError, match="such as create:aws:ec2:Subnet:3=throttle"):
        PlannedFault.parse(text)


def test_a_parent_that_takes_one_change_at_a_time_refuses_a_second():
    sandbox = farm(latency_seconds=0.2)
    home = pen(sandbox)
    said = list[str]()

    def add(name):
        try:
            sheep(sandbox, name, penId=home.id)
        except Refused as refusal:
            said.append(str(refusal))

    threads = [threading.Thread(target=add, args=(name,)) for name in ("dolly", "shaun")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said == [f"Busy: {home.id}"]
    assert len(sandbox.objects(SHEEP)) == 1


def test_a_question_goes_to_the_cloud_that_the_resource_is_in():
    sandbox = farm()
    pen(sandbox)
    assert sandbox.can("shepherd", "read", "pen")
    assert sandbox.can("wolf", "read", "pen").because == "read pen"
