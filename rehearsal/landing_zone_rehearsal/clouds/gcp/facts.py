"""What Google Cloud makes of each type, by subject."""

from collections.abc import Mapping

from landing_zone_rehearsal.clouds.facts import Facts

from .facts_addresses import ADDRESSES
from .facts_cluster import CLUSTERS
from .facts_dns import NAMES
from .facts_firewall import FIREWALLS
from .facts_identity import IDENTITIES
from .facts_keys import KEYS
from .facts_logging import LOGS
from .facts_network import NETWORKS
from .facts_nodes import NODES
from .facts_project import SETTINGS
from .facts_quota import QUOTA
from .facts_storage import BUCKETS

FACTS: Mapping[str, Facts] = {
    **SETTINGS,
    **KEYS,
    **NETWORKS,
    **ADDRESSES,
    **FIREWALLS,
    **NAMES,
    **LOGS,
    **BUCKETS,
    **IDENTITIES,
    **CLUSTERS,
    **NODES,
    **QUOTA,
}
"""What each type is like, by short token."""
