"""`lz plan` shows everything a stack would create, to people and to programs."""

import json
import re

import pytest

from landing_zone_cli.document import UNKNOWN
from landing_zone_rehearsal import record_project, to_document
from tests.cli.running import CLOUDS, ROOT, lz, plan, project

COLOUR = re.compile(r"\x1b\[[0-9;]*3[0-9]")


def document(stack: str):
    return json.loads(plan(stack, "--json"))


@pytest.mark.parametrize("cloud", CLOUDS)
def test_names_every_component_with_its_resources(cloud):
    shown = plan(f"prod-{cloud}")

    for name, kind in (("keys", "Keys"), ("network", "Network"), ("lake", "DataLake")):
        inside = [
            each
            for each in document(f"prod-{cloud}")["resources"]
            if each["custom"] and f"landing-zone:index:{kind}$" in each["urn"]
        ]
        assert f"{name}  {kind}  {len(inside)} resources" in shown


@pytest.mark.parametrize("cloud", CLOUDS)
def test_names_every_resource_in_full(cloud):
    shown = plan(f"prod-{cloud}")

    for each in document(f"prod-{cloud}")["resources"]:
        if each["custom"]:
            name = each["urn"].split("::")[3]
            parent = each["parent"].split("::")[3]
            assert re.search(rf"\b{re.escape(name.removeprefix(f'{parent}-'))}\b", shown), name


def test_says_where_the_stack_would_stand():
    first = plan("prod-aws").splitlines()[0]

    assert first == "landing-zone prod-aws · aws · 210987654321 · eu-north-1 · profile regulated"


def test_marks_what_is_protected():
    protected = [each for each in document("prod-aws")["resources"] if each.get("protect")]

    assert re.search(r"raw\* +acme-prod-ai-lake-raw-[0-9a-f]{6}\n", plan("prod-aws"))
    assert re.search(rf"^all +\d+ +{len(protected)} ", plan("prod-aws"), re.MULTILINE)
    assert "*  " not in plan("dev-aws").split("capability")[0]


def test_counts_by_capability():
    counts = dict(re.findall(r"^(\w+) +(\d+) +\d+ ", plan("prod-gcp"), re.MULTILINE))
    total = int(counts.pop("all"))

    assert set(counts) == {
        "Keys",
        "Network",
        "DataLake",
        "Cluster",
        "GpuPool",
        "Identity",
        "GpuRuntime",
    }
    real = [
        e for e in document("prod-gcp")["resources"] if e["custom"] and "providers" not in e["type"]
    ]
    assert sum(map(int, counts.values())) == total == len(real)


def test_says_what_is_not_known_before_deployment():
    shown = plan("prod-azure")
    outputs = document("prod-azure")["outputs"]
    unknown = json.dumps(outputs).count(UNKNOWN)

    assert f"{unknown} only after deployment" in shown
    assert f"ids ({len(outputs['keys']['ids'])})" in shown


def test_says_how_long_it_took():
    assert re.search(r"planned in \d+\.\d s\n$", plan("prod-aws"))


def test_json_is_the_document_and_nothing_else():
    recorded = to_document(record_project(ROOT, "prod-aws"))

    assert plan("prod-aws", "--json") == json.dumps(recorded, indent=2) + "\n"


def test_json_is_not_spoilt_by_a_program_that_prints(tmp_path):
    folder = project(tmp_path, "dev", program="print('hello')\n")

    result = lz("plan", "-C", str(folder), "--json")

    assert json.loads(result.stdout)["version"] == 1
    assert "hello" in result.stderr


def test_passes_on_what_a_program_warns_of(tmp_path):
    folder = project(tmp_path, "dev", program="import pulumi\npulumi.log.warn('take care')\n")

    result = lz("plan", "-C", str(folder), "--json")

    assert result.stderr == "warning: take care\n"


def test_colours_are_for_terminals(monkeypatch, tmp_path):
    folder = str(project(tmp_path, "dev"))
    assert "\x1b" not in lz("plan", "-C", folder).stdout

    monkeypatch.setenv("FORCE_COLOR", "1")
    assert COLOUR.search(lz("plan", "-C", folder).stdout)

    monkeypatch.setenv("NO_COLOR", "1")
    assert not COLOUR.search(lz("plan", "-C", folder).stdout)


def test_plans_the_only_stack_when_none_is_named(tmp_path):
    folder = project(tmp_path, "dev")
    below = folder / "deep" / "down"
    below.mkdir(parents=True)

    result = lz("plan", "-C", str(below))

    assert result.exit_code == 0
    assert result.stdout.startswith("mine dev\n\ndefault  provider acme\none  shop.Thing\n")


def test_asks_which_stack_when_there_are_several(tmp_path, monkeypatch):
    folder = project(tmp_path, "dev", "prod")

    result = lz("plan", "-C", str(folder))

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == "error: which stack? mine has dev, prod\n"

    monkeypatch.setenv("PULUMI_STACK", "prod")
    assert lz("plan", "-C", str(folder)).stdout.startswith("mine prod\n")


def test_says_what_a_project_without_stacks_needs(tmp_path):
    result = lz("plan", "-C", str(project(tmp_path)))

    assert result.exit_code == 2
    assert result.stderr == "error: mine has no stack; write one, such as Pulumi.dev.yaml\n"
