"""What each type of AWS is like, as far as this project or its tests declare it."""

from collections.abc import Mapping

from landing_zone_rehearsal.clouds.facts import Facts

from .facts_cluster import CLUSTERS
from .facts_identity import IDENTITY
from .facts_keys import KEYS
from .facts_logs import LOGS
from .facts_network import NETWORK
from .facts_nodes import NODES
from .facts_paths import PATHS
from .facts_quota import QUOTA
from .facts_storage import STORAGE

FACTS: Mapping[str, Facts] = {
    **NETWORK,
    **NODES,
    **PATHS,
    **LOGS,
    **KEYS,
    **STORAGE,
    **IDENTITY,
    **QUOTA,
    **CLUSTERS,
}
