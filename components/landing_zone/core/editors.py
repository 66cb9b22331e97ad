"""What editors are told of a spec beyond its types: the JSON Schema's finer print."""

from collections.abc import Iterable
from typing import Any

from landing_zone.core.clouds import ACCOUNTS, GROUPS, GUID, Cloud
from landing_zone_policies.facts.regions import REGIONS


def one_or_several(names: Iterable[str]) -> dict[str, Any]:
    """Return the JSON Schema of a field that takes one of some names, or a list of them."""
    known = {"enum": sorted(names)}
    return {"anyOf": [known, {"type": "array", "items": known, "minItems": 1}]}


def per_cloud(schema: dict[str, Any]) -> None:
    """Add to the JSON Schema what depends on the cloud: accounts, regions, groups, the tenant."""
    schema["allOf"] = [
        {
            "if": {"properties": {"cloud": {"const": cloud.value}}, "required": ["cloud"]},
            "then": {
                "properties": {
                    "account": {"pattern": f"^({ACCOUNTS[cloud][0].pattern})$"},
                    "region": {"enum": sorted(REGIONS[cloud])},
                    "groups": {
                        "additionalProperties": {"pattern": f"^({GROUPS[cloud][0].pattern})$"}
                    },
                    "tenant": {"pattern": f"^{GUID.pattern}$"} if cloud is Cloud.AZURE else False,
                },
                "required": ["tenant"] if cloud is Cloud.AZURE else [],
            },
        }
        for cloud in Cloud
    ]
