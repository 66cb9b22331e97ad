"""What `lz schema` prints."""

import json

from landing_zone.core import Environment
from landing_zone.core.config import schema
from landing_zone.zone import ZoneSpec


def text() -> str:
    """Return the JSON Schema of a landing-zone stack's configuration."""
    return json.dumps(schema({"environment": Environment, "zone": ZoneSpec}), indent=2)
