"""`lz schema` describes the stack files, as the reader of the configuration takes them."""

import copy
import json

import jsonschema
import pytest
import yaml

from tests.cli.running import ROOT, lz

STACKS = sorted((ROOT / "stacks").glob("Pulumi.*.yaml"))
ENVIRONMENT = "landing-zone:environment"
ZONE = "landing-zone:zone"

BROKEN = {
    "unknown block": {"landing-zone:zoen": {}},
    "unknown key": {f"{ENVIRONMENT}.regoin": "eu-west-1"},
    "no environment": {ENVIRONMENT: None},
    "unknown cloud": {f"{ENVIRONMENT}.cloud": "ibm"},
    "unknown profile": {f"{ENVIRONMENT}.profile": "strict"},
    "a region of another cloud": {f"{ENVIRONMENT}.region": "westeurope"},
    "an account of another cloud": {f"{ENVIRONMENT}.account": "acme-prod"},
    "a tenant outside Azure": {f"{ENVIRONMENT}.tenant": "7a1e9c3d-5b2f-4d6a-8c0e-1f3b5d7a9c2e"},
    "unknown jurisdiction": {f"{ENVIRONMENT}.residency": "mars"},
    "no jurisdiction": {f"{ENVIRONMENT}.residency": []},
    "unknown persona": {f"{ENVIRONMENT}.groups.boss": "Bosses"},
    "a group of another cloud": {f"{ENVIRONMENT}.groups.auditor": "not a permission set"},
    "an illegal tag": {f"{ENVIRONMENT}.tags": {"Upper": "x"}},
    "an illegal layer": {f"{ZONE}.lake": {"layers": {"Raw-Data": {}}}},
    "out of range": {f"{ZONE}.keys": {"rotation_days": 5}},
    "an unknown choice": {f"{ZONE}.network": {"nat": "per-zone"}},
    "a grant without a verb": {f"{ZONE}.identity.workloads.0.grants.0": {"layer": "raw"}},
    "a version that not all clouds have": {f"{ZONE}.cluster.version": "1.12"},
    "a pool's name that is too long": {f"{ZONE}.gpu_pool.inference": {"accelerator": "l4"}},
    "an unknown accelerator": {f"{ZONE}.gpu_pool.serve.accelerator": "eu"},
    "an unknown way to get machines": {f"{ZONE}.gpu_pool.serve.capacity.0": "sopt"},
    "a way to get machines that is not all right": {
        f"{ZONE}.gpu_pool.serve.capacity.0": {"kind": "spot", "max_usd": 3}
    },
}


@pytest.fixture(scope="module")
def validator():
    schema = json.loads(lz("schema").stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    return jsonschema.Draft202012Validator(schema)


def changed(changes):
    content = copy.deepcopy(yaml.safe_load((ROOT / "stacks/Pulumi.dev-aws.yaml").read_text()))
    for path, value in changes.items():
        block, *steps = path.split(".")
        *way, last = [block, *(int(step) if step.isdigit() else step for step in steps)]
        place = content["config"]
        for step in way:
            place = place[step]
        if value is None:
            del place[last]
        else:
            place[last] = value
    return content


@pytest.mark.parametrize("path", STACKS, ids=lambda path: path.stem)
def test_accepts_our_own_stacks(validator, path):
    validator.validate(yaml.safe_load(path.read_text()))
    assert path.read_text().startswith("# yaml-language-server: $schema=schema.json\n")


@pytest.mark.parametrize("mistake", BROKEN)
def test_refuses_what_the_reader_would_refuse(validator, mistake):
    assert not validator.is_valid(changed(BROKEN[mistake]))


@pytest.mark.parametrize("residency", ["eu", ["eu"], ["eu", "uk"]])
def test_takes_one_jurisdiction_or_several(validator, residency):
    validator.validate(changed({f"{ENVIRONMENT}.residency": residency}))


@pytest.mark.parametrize("rung", ["spot", {"kind": "spot"}, {"kind": "flex", "hours": 24}])
@pytest.mark.parametrize("accelerator", ["l4", ["l4", "t4"]])
def test_takes_accelerators_and_rungs_in_short_and_at_length(validator, accelerator, rung):
    pool = {"accelerator": accelerator, "capacity": [rung, "on_demand"]}

    validator.validate(changed({f"{ZONE}.gpu_pool.serve": pool}))


def test_takes_the_settings_of_others(validator):
    validator.validate({**changed({"aws:region": "eu-west-1"}), "secretsprovider": "passphrase"})


def test_says_what_each_profile_gives(validator):
    zones = validator.schema["$defs"]["NetworkSpec"]["properties"]["zones"]

    assert zones["description"].endswith("By profile: dev 2, standard 3, regulated 3.")
    assert "default" not in zones
    assert "by_profile" not in json.dumps(validator.schema)


def test_is_what_lies_beside_the_stacks():
    shown = lz("schema").stdout

    assert shown.endswith("}\n")
    assert shown == (ROOT / "stacks/schema.json").read_text(), "run `make docs`"
