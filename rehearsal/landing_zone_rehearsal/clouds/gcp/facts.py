"""What each type is like."""

from collections.abc import Mapping

from landing_zone_rehearsal.clouds.facts import Facts

FACTS: Mapping[str, Facts] = {}
