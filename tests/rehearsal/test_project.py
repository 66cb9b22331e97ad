"""A project is recorded as it lies in its directory; what is wrong with it is said in one line."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pulumi
import pytest

from landing_zone_rehearsal import ProjectError, Secret, record_project, to_document
from landing_zone_rehearsal.configuration import build

PROGRAM = """
from pathlib import Path
import pulumi
import beside

config = pulumi.Config()
for key in ("text", "whole", "part", "yes", "no", "date", "time", "list", "block", "empty"):
    pulumi.export(key, config.get(key))
pulumi.export("helper", beside.NAME)
pulumi.export("region", pulumi.Config("aws").get("region"))
pulumi.export("organization", pulumi.get_organization())
pulumi.export("key", config.get_secret("key"))
pulumi.export("nested", config.get_secret("nested"))
pulumi.export("file", Path("data.txt").read_text())
pulumi.export("root", pulumi.runtime.get_root_directory())
"""

PROJECT = """
name: shop
runtime:
  name: python
main: app
stackConfigDir: stacks
"""


def _write(root: Path, **files: str) -> Path:
    for name, text in files.items():
        path = root / name.replace("__", "/").replace("_yaml", ".yaml")
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
    return root


@pytest.fixture
def shop(tmp_path: Path) -> Path:
    _write(tmp_path, Pulumi_yaml=PROJECT)
    (tmp_path / "app").mkdir()
    (tmp_path / "app" / "__main__.py").write_text(PROGRAM)
    (tmp_path / "app" / "beside.py").write_text("NAME = 'helped'")
    (tmp_path / "app" / "data.txt").write_text("data")
    (tmp_path / "stacks").mkdir()
    (tmp_path / "stacks" / "Pulumi.dev.yaml").write_text("")
    return tmp_path


def _give(root: Path, config: str, stack: str = "dev") -> Path:
    text = "config:\n" + "\n".join(f"  {line}" for line in config.strip().splitlines())
    (root / "stacks" / f"Pulumi.{stack}.yaml").write_text(text + "\n")
    return root


def test_configuration_is_what_the_cli_hands_over(shop):
    _give(
        shop,
        """
text: hello
shop:whole: 3
shop:config:part: 2.5
yes: true
no: no
date: 2024-01-31
time: 1:30
list: [1, two, {b: 1, a: true}]
block: {z: 1, a: {b: null}}
aws:region: eu-west-1
""",
    )

    outputs = record_project(shop, "dev").outputs

    assert outputs["text"] == "hello"
    assert outputs["whole"] == "3"
    assert outputs["part"] == "2.5"
    assert outputs["yes"] == "true"
    assert outputs["no"] == "no"
    assert outputs["date"] == "2024-01-31"
    assert outputs["time"] == "1:30"
    assert outputs["list"] == '[1,"two",{"a":true,"b":1}]'
    assert outputs["block"] == '{"a":{"b":null},"z":1}'
    assert outputs["region"] == "eu-west-1"


def test_the_program_runs_from_its_directory(shop):
    before = (Path.cwd(), list(sys.path), set(sys.modules))

    outputs = record_project(shop, "dev").outputs

    assert outputs["file"] == "data"
    assert outputs["helper"] == "helped"
    assert outputs["root"] == str(shop.resolve())
    assert (Path.cwd(), list(sys.path), set(sys.modules)) == before


def test_a_second_run_sees_what_changed(shop):
    assert record_project(shop, "dev").outputs["helper"] == "helped"
    (shop / "app" / "beside.py").write_text("NAME = 'changed since'")

    assert record_project(shop, "dev").outputs["helper"] == "changed since"


def test_the_directory_is_left_after_a_failure_too(shop):
    before = (Path.cwd(), list(sys.path))
    (shop / "app" / "__main__.py").write_text("import pulumi\nraise pulumi.RunError('no')")

    with pytest.raises(pulumi.RunError, match=r"^no$"):
        record_project(shop, "dev")

    assert (Path.cwd(), list(sys.path)) == before


def test_encrypted_values_stay_undisclosed_and_secret(shop):
    _give(shop, "key: {secure: v1:undeciphered}\nnested: {a: [{secure: v1:undeciphered}], b: 1}")

    recording = record_project(shop, "dev", preview=False)

    assert recording.outputs["key"] == Secret("[secret]")
    assert recording.outputs["nested"] == Secret('{"a":["[secret]"],"b":1}')
    assert "undeciphered" not in str(to_document(recording))


def test_keys_with_an_encrypted_value_anywhere_in_them_are_secret():
    given = {"a": {"secure": "x"}, "b": [{"c": {"secure": "x"}}], "d": {"secure": "x", "e": 1}}

    configuration = build("shop", {}, given, "Pulumi.dev.yaml")

    assert configuration.secret_keys == {"shop:a", "shop:b"}


def test_the_project_declares_defaults_and_values(shop):
    declared = """
config:
  text: bare
  whole: {type: integer, default: 7}
  list: {type: array, items: {type: string}, default: [a]}
  part: {value: 1.5}
  aws:region: eu-north-1
  pulumi:disable-default-providers: ["*"]
"""
    (shop / "Pulumi.yaml").write_text(PROJECT + declared)
    _give(shop, "text: given")

    outputs = record_project(shop, "dev").outputs

    assert outputs["text"] == "given"
    assert outputs["whole"] == "7"
    assert outputs["list"] == '["a"]'
    assert outputs["part"] == "1.5"
    assert outputs["region"] == "eu-north-1"


def test_default_providers_are_disabled_by_the_project(shop):
    declared = "config:\n  pulumi:disable-default-providers:\n    value: ['*']\n"
    (shop / "Pulumi.yaml").write_text(PROJECT + declared)
    (shop / "app" / "__main__.py").write_text(
        "import pulumi\npulumi.CustomResource('aws:s3/bucket:Bucket', 'raw', {})"
    )

    with pytest.raises(pulumi.RunError, match="must use an explicit provider"):
        record_project(shop, "dev")


def test_a_project_is_found_from_below(shop):
    assert record_project(shop / "app", "dev").project == "shop"


def test_an_organization_may_stand_before_the_stack(shop):
    recording = record_project(shop, "acme/dev")

    assert recording.outputs["organization"] == "acme"
    assert recording.stack == "dev"


def test_the_old_name_of_the_stack_directory_is_understood(shop):
    (shop / "Pulumi.yaml").write_text("name: shop\nruntime: python\nmain: app\nconfig: stacks\n")

    assert record_project(shop, "dev").project == "shop"


def test_main_may_be_a_file(shop):
    (shop / "Pulumi.yaml").write_text(PROJECT.replace("main: app", "main: app/__main__.py"))

    assert record_project(shop, "dev").outputs["helper"] == "helped"


def test_environments_kept_elsewhere_are_warned_of(shop):
    (shop / "stacks" / "Pulumi.dev.yaml").write_text("environment: [shared/aws]\n")

    logs = record_project(shop, "dev").logs

    assert [log.severity for log in logs] == ["warning"]
    assert "environments it imports" in logs[0].message


WRONG = {
    "no project": ({"Pulumi.yaml": None}, "no Pulumi.yaml in "),
    "no name": ({"Pulumi.yaml": "runtime: python"}, "Pulumi.yaml: name: the project needs a name"),
    "another language": (
        {"Pulumi.yaml": "name: a\nruntime: go"},
        "Pulumi.yaml: runtime: only python is rehearsed, got 'go'",
    ),
    "no program": (
        {"app/__main__.py": None},
        "Pulumi.yaml: main: app: there is no __main__.py",
    ),
    "no stack": (
        {
            "stacks/Pulumi.dev.yaml": None,
            "stacks/Pulumi.dev-aws.yaml": "",
            "stacks/Pulumi.x.yaml": "",
        },
        "no stack 'dev': stacks/Pulumi.dev.yaml is missing; did you mean dev-aws?"
        " (stacks: dev-aws, x)",
    ),
    "no stacks at all": (
        {"stacks/Pulumi.dev.yaml": None},
        "no stack 'dev': stacks/Pulumi.dev.yaml is missing (stacks: none)",
    ),
    "malformed stack": (
        {"stacks/Pulumi.dev.yaml": "config:\n  a: [1\n  b: 2\n"},
        "stacks/Pulumi.dev.yaml:3: ",
    ),
    "malformed project": ({"Pulumi.yaml": "name: a\n\tb: c"}, "Pulumi.yaml:2: "),
    "a tab": ({"stacks/Pulumi.dev.yaml": "config:\n\ta: 1\n"}, "stacks/Pulumi.dev.yaml:2: "),
    "a key twice": (
        {"stacks/Pulumi.dev.yaml": "config:\n  a: 1\n  b: 1\n  a: 2\n"},
        "stacks/Pulumi.dev.yaml:4: the key 'a' stands here twice",
    ),
    "a list for a file": (
        {"stacks/Pulumi.dev.yaml": "- a\n"},
        "stacks/Pulumi.dev.yaml:1: a mapping is wanted here, not a list",
    ),
    "a list for the configuration": (
        {"stacks/Pulumi.dev.yaml": "config: [a]\n"},
        "stacks/Pulumi.dev.yaml: config: a mapping is wanted here",
    ),
    "an odd key": (
        {"stacks/Pulumi.dev.yaml": "config:\n  a:b:c: 1\n"},
        "stacks/Pulumi.dev.yaml: config.a:b:c: a key is <name> or <namespace>:<name>",
    ),
    "what the project asks for": (
        {"Pulumi.yaml": PROJECT + "config:\n  size: {type: integer}\n  a: {type: string}\n"},
        "stacks/Pulumi.dev.yaml: no value for a, size, which Pulumi.yaml asks for",
    ),
    "not text": ({"stacks/Pulumi.dev.yaml": "a: \x00"}, "stacks/Pulumi.dev.yaml:1: "),
}


@pytest.mark.parametrize(("files", "line"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said_in_one_line(shop, files, line):
    for name, text in files.items():
        if text is None:
            (shop / name).unlink()
        else:
            (shop / name).write_text(text)

    with pytest.raises(ProjectError) as refused:
        record_project(shop, "dev")

    message = str(refused.value)
    assert message.startswith(line)
    assert "\n" not in message
    assert message.count(os.sep) < 10
