"""What editors are told of an environment beyond its types: the JSON Schema's finer print."""

from typing import Any

from landing_zone.core.clouds import ACCOUNTS, GROUPS, GUID, Cloud
from landing_zone_policies.facts.regions import JURISDICTIONS, REGIONS

ONE_OR_SEVERAL: dict[str, Any] = {
    "anyOf": [
        {"enum": sorted(JURISDICTIONS)},
        {"type": "array", "items": {"enum": sorted(JURISDICTIONS)}, "minItems": 1},
    ]
}
"""What editors are told of `residency`."""


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
