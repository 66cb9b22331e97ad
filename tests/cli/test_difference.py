"""`lz plan --diff` says what is new, gone and changed, and shows no secret."""

import copy
import json

import pytest

from tests.cli.running import lz, project

PROGRAM = """
import pulumi

class Thing(pulumi.CustomResource):
    pass

def declare(name, **properties):
    Thing("acme:shop/thing:Thing", name, properties, pulumi.ResourceOptions(protect=name == "kept"))

declare("kept", size=2, tags={"owner": "ml"}, password=pulumi.Output.secret("hush"))
declare("added")
"""


@pytest.fixture
def folder(tmp_path):
    return project(tmp_path, "dev", program=PROGRAM)


@pytest.fixture
def document(folder):
    return json.loads(lz("plan", "-C", str(folder), "--json").stdout)


@pytest.fixture
def earlier(document):
    """The same stack a while ago: one resource less, another more, a third different."""
    old = copy.deepcopy(document)
    kept = next(each for each in old["resources"] if each["urn"].endswith("::kept"))
    kept["inputs"] = {"size": 1, "tags": {}, "password": "plain to see", "colour": "red"}
    del kept["protect"]
    added = next(each for each in old["resources"] if each["urn"].endswith("::added"))
    added["urn"] = added["urn"].replace("::added", "::dropped")
    return old


def diff(folder, file, *options, text=None):
    return lz("plan", "-C", str(folder), "--diff", str(file), *options, input=text)


def test_says_what_is_new_gone_and_changed(folder, earlier):
    result = diff(folder, "-", text=json.dumps(earlier))

    assert result.exit_code == 0
    assert result.stdout.split("\n\n", 1)[1] == (
        "+ new\n  added  shop.Thing\n\n"
        "- gone\n  dropped  shop.Thing\n\n"
        "~ changed\n  kept  shop.Thing\n"
        '    - colour: "red"\n'
        '    ~ password: "[not secret]" -> "[secret]"\n'
        "    ~ size: 1 -> 2\n"
        '    + tags.owner: "ml"\n'
        "    ~ options.protect: false -> true\n\n"
        "1 new, 1 gone, 1 changed\n"
    )


def test_says_the_same_as_data(folder, earlier, tmp_path):
    file = tmp_path / "earlier.json"
    file.write_text(json.dumps(earlier))

    found = json.loads(diff(folder, file, "--json").stdout)

    assert found["counts"] == {"new": 1, "gone": 1, "changed": 1}
    assert [each["urn"].split("::")[-1] for each in found["new"]] == ["added"]
    assert [each["urn"].split("::")[-1] for each in found["gone"]] == ["dropped"]
    size = next(e for e in found["changed"][0]["properties"] if e["path"] == "size")
    assert size == {"path": "size", "kind": "changed", "old": 1, "new": 2}


@pytest.mark.parametrize("options", [[], ["--json"]])
def test_shows_no_secret(folder, earlier, options):
    result = diff(folder, "-", *options, text=json.dumps(earlier))

    assert "hush" not in result.output
    assert "plain to see" not in result.output


def test_finds_nothing_between_two_plans_of_one_program(folder, document):
    result = diff(folder, "-", text=json.dumps(document))

    assert result.stdout.endswith("\nnothing is new, gone or changed\n")


def test_reads_a_stack_export(folder, document):
    export = {"version": 3, "deployment": {"resources": document["resources"]}}

    assert "nothing is new" in diff(folder, "-", text=json.dumps(export)).stdout


def test_cuts_long_values_for_people_only(folder, document):
    kept = next(each for each in document["resources"] if each["urn"].endswith("::kept"))
    kept["inputs"]["size"] = "x" * 1000

    assert "x" * 1000 not in diff(folder, "-", text=json.dumps(document)).stdout
    assert "x" * 1000 in diff(folder, "-", "--json", text=json.dumps(document)).stdout


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "not JSON: Expecting property name enclosed in double quotes in line 1, column 2"),
        ("[]", "a JSON object is wanted, such as `lz plan --json` prints"),
        ("{}", "neither a plan (lz plan --json) nor a state"),
        ('{"resources": [1]}', "its resources are not written as Pulumi writes them"),
        ('{"resources": [{}]}', "its resources are not written as Pulumi writes them"),
        ('{"deployment": 3}', "its resources are not written as Pulumi writes them"),
    ],
)
def test_refuses_what_it_cannot_compare_in_one_line(folder, text, told):
    result = diff(folder, "-", text=text)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr.startswith(f"error: standard input: {told}")
    assert result.stderr.count("\n") == 1


def test_refuses_a_file_it_cannot_read_in_one_line(folder, tmp_path):
    (tmp_path / "binary").write_bytes(b"\xff\xfe\x00")

    for name, told in (
        ("missing", "No such file or directory"),
        ("binary", "not a text file"),
        (".", "Is a directory"),
    ):
        result = diff(folder, tmp_path / name)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == f"error: {tmp_path / name}: {told}\n"
