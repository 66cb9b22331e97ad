"""What Azure makes of each type; each subject has a table of its own."""

from __future__ import annotations

from collections.abc import Mapping

from landing_zone_rehearsal.clouds.facts import Facts

from .facts_cluster import CLUSTERS
from .facts_firewall import FIREWALLS
from .facts_keys import KEYS
from .facts_monitor import MONITOR
from .facts_network import NETWORKS
from .facts_nodes import NODES
from .facts_private import PRIVATE
from .facts_rights import RIGHTS
from .facts_storage import STORAGE

FACTS: Mapping[str, Facts] = {
    **RIGHTS,
    **KEYS,
    **NETWORKS,
    **FIREWALLS,
    **PRIVATE,
    **MONITOR,
    **STORAGE,
    **NODES,
    **CLUSTERS,
}
"""By short type token."""
