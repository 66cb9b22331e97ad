"""Declares resources from literals, under the parents that they have: a bare Pulumi program."""

import pickle
from importlib import import_module
from pathlib import Path
from typing import Any

import pulumi

made: dict[str, Any] = {}

for each in pickle.loads((Path(__file__).parent / "resources.pickle").read_bytes()):
    options = pulumi.ResourceOptions(
        parent=made.get(each["parent"]),
        provider=made.get(each["provider"]),
        protect=each["protect"],
        depends_on=[made[urn] for urn in each["depends_on"] if urn in made],
    )
    if "package" in each:
        made[each["urn"]] = pulumi.ProviderResource(
            each["package"], each["name"], each["inputs"], options
        )
    elif "kind" in each:
        kind = getattr(import_module(each["module"]), each["kind"])
        made[each["urn"]] = kind(each["name"], **each["inputs"], opts=options)
    else:
        made[each["urn"]] = pulumi.ComponentResource(each["type"], each["name"], None, options)
