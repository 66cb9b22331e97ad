"""The shape of the house: who may import whom, and what stands beside what."""

import ast
import re
import sys
from importlib import import_module
from pathlib import Path

import pytest

import landing_zone
from landing_zone.core import Component
from tests.zones import CLOUDS

SOURCES = {
    "landing_zone": Path("components/landing_zone"),
    "landing_zone_policies": Path("policies/landing_zone_policies"),
    "landing_zone_rehearsal": Path("rehearsal/landing_zone_rehearsal"),
    "landing_zone_cli": Path("cli/landing_zone_cli"),
}
MAY_USE = {
    "landing_zone": {"landing_zone_policies.facts"},
    "landing_zone_policies": set[str](),
    "landing_zone_rehearsal": {"landing_zone_policies.facts"},
    "landing_zone_cli": {"landing_zone", "landing_zone_policies", "landing_zone_rehearsal"},
}
SDKS = {"pulumi_aws", "pulumi_gcp", "pulumi_azure_native", "pulumi_kubernetes"}
CAPABILITIES = [path.parent for path in Path("components/landing_zone").glob("*/spec.py")]


def imports(path: Path) -> set[str]:
    """Return the modules that a file imports anywhere in it."""
    found = set[str]()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found |= {node.module}
    return found


@pytest.mark.parametrize("package", SOURCES)
def test_imports_go_one_way(package):
    allowed = {package, *MAY_USE[package]}
    for path in SOURCES[package].rglob("*.py"):
        ours = {name for name in imports(path) if name.partition(".")[0] in SOURCES}
        outside = {n for n in ours if not any(n == a or n.startswith(f"{a}.") for a in allowed)}
        assert not outside, f"{path} imports {outside}"


def test_only_a_clouds_own_modules_import_its_sdk():
    sdk_of = {
        "aws": "pulumi_aws",
        "gcp": "pulumi_gcp",
        "azure": "pulumi_azure_native",
        "kubernetes": "pulumi_kubernetes",
    }
    for source in SOURCES.values():
        for path in source.rglob("*.py"):
            found = {name.partition(".")[0] for name in imports(path)} & SDKS
            cloud = path.stem.partition("_")[0]
            assert found <= {sdk_of.get(cloud, "")}, f"{path} imports {found}"


@pytest.mark.parametrize("capability", CAPABILITIES, ids=lambda path: path.name)
@pytest.mark.parametrize("cloud", CLOUDS)
def test_every_capability_stands_on_every_cloud_or_in_any_cluster(capability, cloud):
    assert (capability / f"{cloud}.py").exists() or (capability / "kubernetes.py").exists()


@pytest.mark.parametrize("capability", CAPABILITIES, ids=lambda path: path.name)
def test_every_capability_can_be_imported_from_the_top(capability):
    offered = vars(import_module(f"landing_zone.{capability.name}"))
    [component] = [
        name
        for name, each in offered.items()
        if isinstance(each, type)
        and issubclass(each, Component)
        and each.__module__ == f"landing_zone.{capability.name}"
    ]

    for name in (component, f"{component}Spec", f"{component}Outputs"):
        assert getattr(landing_zone, name) is offered[name]
        assert name in landing_zone.__all__


def test_rules_need_nothing_but_python():
    """What judges programs is light and works where no Pulumi is; `live` alone is a part of it."""
    for path in Path("policies/landing_zone_policies").rglob("*.py"):
        if "live" in path.parts:
            continue
        assert all(
            name.partition(".")[0] in {*sys.stdlib_module_names, "landing_zone_policies"}
            for name in imports(path)
        ), path


def test_modules_are_one_thing_each():
    too_long = {
        str(path): lines
        for source in SOURCES.values()
        for path in source.rglob("*.py")
        if (lines := path.read_text().count("\n")) > 250
        and "clouds" not in path.parts
        and "facts" not in path.parts
    }
    assert not too_long


def test_the_readmes_example_runs():
    from landing_zone_rehearsal import record

    code = re.search(
        r"```python\n(import pulumi\nfrom landing_zone.*?)```",
        Path("README.md").read_text(),
        re.DOTALL,
    )
    assert code

    recording = record(lambda: exec(code[1], {}), preview=False)

    assert recording.outputs["raw"].startswith("s3://acme-prod-lake-raw-")
