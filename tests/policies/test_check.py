"""`lz check` judges documents from anywhere, and ends in one line where it cannot."""

from __future__ import annotations

import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from io import BytesIO, TextIOWrapper
from typing import Any

import pytest

from landing_zone_cli import checking
from landing_zone_policies.reports import FORMATS

BUCKET = "aws:s3/bucket:Bucket"
STACK = "urn:pulumi:prod::shop::pulumi:pulumi:Stack::shop-prod"


def urn(name: str, kind: str = BUCKET) -> str:
    return f"urn:pulumi:prod::shop::{kind}::{name}"


def export(*names: str, **more: Any) -> dict[str, Any]:
    """Return an export of somebody's buckets, which have no key of their own."""
    stack = {"urn": STACK, "type": "pulumi:pulumi:Stack", "custom": False}
    buckets = [
        {
            "urn": urn(name),
            "type": BUCKET,
            "custom": True,
            "id": f"{name}-1a2b3c4",
            "inputs": {"bucket": f"{name}-1a2b3c4"},
            "outputs": {"arn": f"arn:aws:s3:::{name}-1a2b3c4"},
            **more,
        }
        for name in names
    ]
    return {"version": 3, "deployment": {"resources": [stack, *buckets]}}


@pytest.fixture
def check(tmp_path, capsys, monkeypatch):
    """Run the command on a document, and return its exit code, output and errors."""

    def run(document: Any, *options: str, stdin: bytes | None = None) -> tuple[int, str, str]:
        file = tmp_path / "export.json"
        content = document if isinstance(document, bytes) else json.dumps(document).encode()
        file.write_bytes(content)
        if stdin is not None:
            monkeypatch.setattr(sys, "stdin", TextIOWrapper(BytesIO(stdin)))
        name = "-" if stdin is not None else str(file)
        code = checking.main(["check", name, "--pack", "encryption", *options])
        return code, *capsys.readouterr()

    return run


def results(output: str) -> list[dict[str, Any]]:
    return json.loads(output)["results"]


def test_finds_what_people_can_act_on(check):
    code, shown, _ = check(export("raw"))

    assert code == 1
    assert "ENC-01  high, mandatory:" in shown
    assert "✗ raw (aws:s3:Bucket)" in shown
    assert "-> " in shown


def test_json_has_what_is_promised(check):
    _, shown, _ = check(export("raw"), "--format", "json")
    (found,) = [each for each in results(shown) if each["rule"] == "ENC-01"]

    assert found["outcome"] == "fail"
    assert found["severity"] == "high"
    assert found["urn"] == urn("raw")
    assert {"path", "message", "fix", "controls", "level", "type"} <= found.keys()
    assert json.loads(shown)["rules"]["ENC-01"].keys() == {"statement", "rationale"}
    assert json.loads(shown)["summary"]["fail"] == len(results(shown))


def test_passes_are_shown_to_who_asks_for_all(check):
    _, some, _ = check(export("raw"), "--format", "json")
    _, every, _ = check(export("raw"), "--format", "json", "--all")

    assert {each["outcome"] for each in results(some)} <= {"fail", "undetermined", "exempt"}
    assert {"pass"} <= {each["outcome"] for each in results(every)} or len(results(every)) >= len(
        results(some)
    )


def test_a_document_may_come_from_standard_input(check):
    code, shown, _ = check({}, "--format", "json", stdin=json.dumps(export("raw")).encode())

    assert code == 1
    assert results(shown)[0]["urn"] == urn("raw")


def test_a_baseline_leaves_what_is_new(check, tmp_path):
    _, before, _ = check(export("raw"), "--format", "json")
    known = tmp_path / "known.json"
    known.write_text(before)

    assert check(export("raw"), "--baseline", str(known))[0] == 0
    code, shown, _ = check(export("raw", "other"), "--baseline", str(known), "--format", "json")
    assert code == 1
    assert {each["urn"] for each in results(shown)} == {urn("other")}


def test_what_a_baseline_leaves_out_is_counted(check, tmp_path):
    _, before, _ = check(export("raw"), "--format", "json")
    known = tmp_path / "known.json"
    known.write_text(before)

    _, shown, _ = check(export("raw"), "--baseline", str(known))
    assert f"{len(results(before))} findings of the baseline left out" in shown


@pytest.mark.parametrize("form", FORMATS)
def test_residency_says_where_it_is_not_judged(check, tmp_path, form):
    config = tmp_path / "policies.json"
    config.write_text('{"settings": {"jurisdictions": ["eu"]}}')
    located = export("raw", inputs={"region": "eu-west-1"})

    every = ("--pack", "all", "--format", form)
    assert "residency is not judged" in check(located, *every)[1]
    assert "is not judged" not in check(located, *every, "--config", str(config))[1]


def test_nobody_passes_the_pack_of_residency_by_saying_nothing_of_it(check):
    code, shown, told = check(export("raw"), "--pack", "residency")

    assert (code, shown) == (2, "")
    assert told.startswith("error: settings.jurisdictions: a list such as [eu], got nothing")


def group(*ports: int) -> dict[str, Any]:
    """Return a security group that lets everybody in by some ports."""
    rows = [
        {"fromPort": each, "toPort": each, "protocol": "tcp", "cidrBlocks": ["0.0.0.0/0"]}
        for each in ports
    ]
    found = export("web", inputs={"ingress": rows})
    row = found["deployment"]["resources"][-1]
    row |= {"type": "aws:ec2/securityGroup:SecurityGroup", "urn": urn("web", row["type"])}
    return found


def test_a_baseline_knows_a_finding_wherever_it_moves_and_a_new_one_in_its_place(check, tmp_path):
    _, before, _ = check(group(22), "--format", "json", "--pack", "network")
    known = tmp_path / "known.json"
    known.write_text(before)
    asked = ("--baseline", str(known), "--format", "json", "--pack", "network")

    assert not results(check(group(22), *asked)[1])
    new = results(check(group(3389, 22), *asked)[1])
    assert [each["rule"] for each in new].count("NET-01") == 1
    assert all("3389" in each["message"] for each in new)


EXCUSES = [
    {"rule": "ENC-01", "resource": "*::raw", "owner": "ada", "expires": "2099-01-01"},
    {"rule": "NET-03", "resource": "*::nobody", "owner": "bob", "expires": "2099-01-01"},
    {"rule": "ENC-30", "resource": "*::raw", "owner": "eve", "expires": "2020-01-01"},
]


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_tells_who_answers_for_what(check, tmp_path, form):
    config = tmp_path / "policies.json"
    exemptions = [{**each, "reason": "known"} for each in EXCUSES]
    config.write_text(json.dumps({"settings": {"exemptions": exemptions}}))

    _, shown, _ = check(export("raw"), "--format", form, "--config", str(config))
    for owner in ("ada", "bob", "eve"):
        assert owner in shown
    if form != "json":
        assert "exemption that nothing needs" in shown
        assert "1 exemption unused" in shown
        assert "exemption ended on 2020-01-01 by eve" in shown


def test_a_program_that_no_rule_knows_is_not_called_clean_in_silence(check):
    strange = export("droplet")
    row = strange["deployment"]["resources"][-1]
    row |= {"type": "digitalocean:index/droplet:Droplet"}
    code, shown, _ = check(strange)

    assert code == 0
    assert "1 of the resources are of the package digitalocean: no rule looks at them" in shown


def test_a_document_that_memory_does_not_hold_ends_in_one_line(check, monkeypatch):
    def too_large(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("landing_zone_cli.documents.estate_of", too_large)
    code, shown, told = check(export("raw"))

    assert (code, shown) == (2, "")
    assert told == (
        "error: there is not enough memory for a document this large; export fewer stacks\n"
    )


def test_a_preview_says_what_it_leaves_out(check):
    (row,) = [each for each in export("raw")["deployment"]["resources"] if each.get("id")]
    stack = {"op": "same", "urn": STACK, "newState": {"urn": STACK, "type": "pulumi:pulumi:Stack"}}
    steps = [stack, {"op": "update", "urn": row["urn"], "newState": row}]
    partly = {"steps": steps, "changeSummary": {"same": 13, "update": 1}}
    wholly = {"steps": steps, "changeSummary": {"same": 1, "update": 1}}

    assert "12 of the resources do not change and are not in the preview" in check(partly)[1]
    assert "--show-sames" not in check(wholly)[1]


def test_severities_may_fail_that_are_not_mandatory(check):
    assert check(export("raw"), "--profile", "dev")[0] == 0
    assert check(export("raw"), "--profile", "dev", "--fail-on", "high")[0] == 1
    assert check(export("raw"), "--profile", "dev", "--fail-on", "critical")[0] == 0


@pytest.mark.parametrize("suffix", ["json", "yaml"])
def test_an_exemption_excuses_until_its_day(check, tmp_path, suffix):
    excuse = {
        "rule": "ENC-01",
        "resource": urn("*"),
        "owner": "data-platform",
        "reason": "moves in spring",
        "expires": "2999-01-01",
    }
    config = tmp_path / f"policies.{suffix}"
    others = {"all": "advisory", "ENC-01": "mandatory"}
    config.write_text(json.dumps({**others, "settings": {"exemptions": [excuse]}}))
    if suffix == "yaml":
        config.write_text(config.read_text().replace('"2999-01-01"', "2999-01-01"))

    code, shown, _ = check(export("raw"), "--config", str(config))
    assert code == 0
    assert "exempt until 2999-01-01 by data-platform: moves in spring" in shown
    told = f"exemption until 2999-01-01 by data-platform: ENC-01 on {urn('*')}, 1 finding"
    assert told in shown.splitlines()

    ended = {**excuse, "expires": "2020-01-01"}
    config.write_text(json.dumps({**others, "settings": {"exemptions": [ended]}}))
    code, shown, _ = check(export("raw"), "--config", str(config))
    assert code == 1
    assert "the exemption of data-platform ended on 2020-01-01" in " ".join(shown.split())
    assert "exemption ended on 2020-01-01 by data-platform" in shown


def test_an_exemption_that_nothing_needs_is_told(check, tmp_path):
    excuse = {
        "rule": "ENC-01",
        "resource": "urn:nowhere",
        "owner": "somebody",
        "reason": "gone",
        "expires": "2999-01-01",
    }
    config = tmp_path / "policies.json"
    config.write_text(json.dumps({"settings": {"exemptions": [excuse]}}))

    _, shown, _ = check(export("raw"), "--config", str(config))
    assert "exemption that nothing needs: ENC-01 on urn:nowhere (somebody)" in shown
    assert "1 exemption unused" in shown


def nested(depth: int) -> bytes:
    return b'{"deployment": {"resources": [' + b"[" * depth + b"]" * depth + b"]}}"


HOSTILE = {
    "broken text": (b'{"deployment": "\xff\xfe"}', "no UTF-8"),
    "no JSON": (b"{resources", "no JSON: "),
    "nothing": (b"", "no JSON: "),
    "another schema": (b'{"a": 1}', "it has no resources"),
    "a list": (b"[1, 2]", "it has no resources"),
    "a number": (b"3", "it has no resources"),
    "nesting": (nested(100_000), "nested too deeply"),
    "a number of many digits": (
        b'{"resources": [' + b"1" * 5000 + b"]}",
        "no JSON that can be read",
    ),
    "YAML": (b"resources:\n- urn: a\n", "no JSON: "),
    "a URN twice": (json.dumps(export("raw", "raw")).encode(), "twice"),
}


@pytest.mark.parametrize(("content", "told"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_document_ends_in_one_line(check, content, told):
    code, shown, errors = check(content)

    assert (code, shown) == (2, "")
    assert errors.startswith("error: ")
    assert errors.count("\n") == 1
    assert told in errors


def test_a_document_that_is_too_large_is_not_read(check, monkeypatch):
    from landing_zone_cli import documents

    monkeypatch.setattr(documents, "MOST_BYTES", 100)
    code, _, errors = check(export("raw"))

    assert code == 2
    assert "MiB are read" in errors


@pytest.mark.parametrize(
    "more",
    [
        {"parent": urn("raw")},
        {"dependencies": [urn("raw")], "propertyDependencies": {"bucket": [urn("raw")]}},
        {"inputs": 7},
        {"inputs": {"bucket": ["x", {"y": None}]}},
        {"provider": "nowhere"},
        {"dependencies": "x", "propertyDependencies": [1]},
    ],
    ids=str,
)
def test_circles_and_nonsense_in_a_resource_are_judged_like_any_other(check, more):
    code, _, errors = check(export("raw", **more))

    assert code in (0, 1)
    assert errors == ""


def test_secrets_are_never_shown(check):
    secret = {
        "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
        "plaintext": '"hunter2-canary"',
    }
    inputs = {"bucket": secret, "acl": secret, "serverSideEncryptionConfiguration": secret}
    for form in FORMATS:
        _, shown, errors = check(export("raw", inputs=inputs), "--format", form, "--all")
        assert "hunter2-canary" not in shown + errors


def test_every_format_can_be_read(check):
    document = export('a<b>&"c|d::e')
    for form in FORMATS:
        assert check(document, "--format", form)[0] == 1

    (run,) = json.loads(check(document, "--format", "sarif")[1])["runs"]
    declared = [each["id"] for each in run["tool"]["driver"]["rules"]]
    for each in run["results"]:
        assert declared[each["ruleIndex"]] == each["ruleId"]
        assert each["message"]["text"]
        assert each["locations"][0]["logicalLocations"][0]["fullyQualifiedName"]
        assert each["locations"][0]["physicalLocation"]["region"]["startLine"] == 1
    prints = [each["partialFingerprints"]["landingZone/v1"] for each in run["results"]]
    assert len(prints) == len({*prints})
    suites = ET.fromstring(check(document, "--format", "junit")[1])
    assert int(suites.attrib["failures"]) == len(suites.findall(".//failure")) > 0


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--config", "nowhere.json"], "nowhere.json: No such file"),
        (["--baseline", "nowhere.json"], "nowhere.json: No such file"),
        (["--config", "nowhere.yaml"], "nowhere.yaml: No such file"),
        (["--baseline", "."], ".: Is a directory"),
        (["--baseline", "README.md"], "README.md: no JSON: "),
    ],
)
def test_a_file_that_is_not_there_is_told(check, options, told):
    code, _, errors = check(export("raw"), *options)

    assert code == 2
    assert errors.startswith(f"error: {told}")
    assert errors.count("\n") == 1


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("settings: {profile: prod}", "settings.profile: one of dev, standard, regulated"),
        ("settings: {", "no YAML: "),
        ("2027-02-30", "no YAML: "),
        ("- a", "configuration: an object, got a list"),
    ],
)
def test_a_mistake_in_the_settings_names_the_file(check, tmp_path, text, told):
    config = tmp_path / "policies.yaml"
    config.write_text(text)
    code, _, errors = check(export("raw"), "--config", str(config))

    assert code == 2
    assert errors.startswith(f"error: {config}: {told}")
    assert errors.count("\n") == 1


@pytest.mark.parametrize("form", [each for each in FORMATS if each != "json"])
def test_every_format_says_where(check, form):
    _, shown, _ = check(export("raw"), "--format", form)
    assert "serverSideEncryptionConfiguration" in shown
    assert "raw" in shown


@pytest.mark.parametrize("form", FORMATS)
def test_every_format_can_be_written_anywhere(tmp_path, form):
    file = tmp_path / "export.json"
    document = export("a")
    document["deployment"]["resources"][1]["urn"] += "\ud800\x00é"
    file.write_text(json.dumps(document))
    program = (
        "import sys; from landing_zone_cli import checking; sys.exit(checking.main(sys.argv[1:]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, "check", str(file), "--format", form],
        capture_output=True,
        check=False,
        env={"PYTHONIOENCODING": "ascii"},
    )
    assert (done.returncode, done.stderr) == (1, b"")
    if form == "junit":
        assert ET.fromstring(done.stdout).attrib["failures"]


def test_neither_pulumi_nor_a_cloud_is_imported():
    program = (
        "import sys; from landing_zone_cli import checking;"
        "checking.main(['rules', 'ENC-01']); checking.main(['check', '/dev/null']);"
        "heavy = {'pulumi', 'pulumi_aws', 'pydantic', 'typer', 'rich', 'yaml', 'grpc'};"
        "sys.exit(str(heavy & {*sys.modules}) if heavy & {*sys.modules} else 0)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
