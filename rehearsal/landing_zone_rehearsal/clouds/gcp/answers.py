"""What Google Cloud answers, by subject."""

from landing_zone_rehearsal.clouds.model import CloudModel, Kind

from .answers_cluster import CLUSTERS
from .answers_forms import CONDITION, NUMBER
from .answers_identity import IDENTITIES, KEYS, SETTINGS
from .answers_network import FIREWALLS, NAMES, NETWORKS
from .answers_nodes import NODES
from .answers_quota import QUOTA
from .answers_storage import BUCKETS, LOGS

STORAGE_AGENT = f"service-{NUMBER}@gs-project-accounts.iam.gserviceaccount.com"

CLOUD = CloudModel(
    package="gcp",
    place={
        "_account": "{project|=rehearsal-project}",
        "_region": "{region|=us-central1}",
        "_condition": CONDITION,
    },
    kinds={
        **SETTINGS,
        **KEYS,
        **NETWORKS,
        **FIREWALLS,
        **NAMES,
        **LOGS,
        **BUCKETS,
        **IDENTITIES,
        **CLUSTERS,
        **NODES,
        **QUOTA,
    },
    functions={
        "gcp:logging:getProjectCmekSettings": {
            "serviceAccountId": f"cmek-p{NUMBER}@gcp-sa-logging.iam.gserviceaccount.com",
            "name": "projects/{_account}/cmekSettings",
            "id": "projects/{_account}/cmekSettings",
        },
        "gcp:organizations:getProject": {
            "projectId": "{projectId|_account}",
            "number": NUMBER,
        },
        "gcp:storage:getProjectServiceAccount": {
            "emailAddress": STORAGE_AGENT,
            "member": f"serviceAccount:{STORAGE_AGENT}",
            "project": "{_account}",
            "id": STORAGE_AGENT,
        },
    },
    fallback=Kind(id="{_name}-{_hex:7}", outputs={"name": "{_id}"}),
)
"""What each type is like."""
