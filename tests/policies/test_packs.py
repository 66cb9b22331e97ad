"""The folders of the packs: what Pulumi reads of them."""

from __future__ import annotations

import ast
from importlib.metadata import version
from pathlib import Path

import pytest
import yaml

from landing_zone_policies.catalogue import ALL, PACKS

POLICIES = Path(__file__).parent.parent.parent / "policies"


@pytest.mark.parametrize("name", [ALL, *PACKS])
def test_each_pack_is_a_folder_that_serves_it(name):
    main = (POLICIES / name / "__main__.py").read_text(encoding="utf-8")
    calls = [each for each in ast.walk(ast.parse(main)) if isinstance(each, ast.Call)]
    assert [ast.unparse(each) for each in calls] == [f"serve({name!r})"]
    described = yaml.safe_load((POLICIES / name / "PulumiPolicy.yaml").read_text("utf-8"))
    assert described.keys() == {"description", "runtime"}
    assert described["runtime"] == "python"


@pytest.mark.parametrize("name", [ALL, *PACKS])
def test_each_pack_says_which_library_it_needs_where_it_is_published_to(name):
    needed = (POLICIES / name / "requirements.txt").read_text(encoding="utf-8")
    assert needed == f"landing-zone=={version('landing-zone')}\n"
