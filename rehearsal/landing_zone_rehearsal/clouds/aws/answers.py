"""What AWS answers: the tables of its subjects, and what holds for all of them."""

from landing_zone_rehearsal.clouds.model import Choice, CloudModel, Kind

from .answers_cluster import CLUSTERS
from .answers_identity import IDENTITY
from .answers_network import NETWORK
from .answers_nodes import ASKED, NODES
from .answers_places import HERE, REGIONAL
from .answers_quota import QUOTA
from .answers_storage import STORAGE

GOVERNMENT = {"us-gov-east-1": "aws-us-gov", "us-gov-west-1": "aws-us-gov"}
"""The partition of the regions that do not lie in `aws`, but for those that are refused."""

CLOUD = CloudModel(
    package="aws",
    place={
        "_account": "{allowedAccountIds.0|=123456789012}",
        "_region": "{region|=us-east-1}",
        "_government": Choice("_region", GOVERNMENT),
        "_partition": "{_government|=aws}",
        "_network": "{vpcId|=default}",
        "_destination": "{destinationCidrBlock|destinationIpv6CidrBlock|destinationPrefixListId}",
    },
    kinds={**NETWORK, **NODES, **STORAGE, **IDENTITY, **CLUSTERS, **QUOTA},
    functions={
        **ASKED,
        "aws:index:getCallerIdentity": {
            "accountId": "{_account}",
            "arn": "arn:{_partition}:sts::{_account}:assumed-role/rehearsal/session",
            "userId": "AROA{_upper:17:_account}:session",
            "id": "{_account}",
        },
    },
    fallback=Kind(
        id="{_name}-{_hex:7}",
        outputs={**REGIONAL, "arn": HERE + ":{_type}/{_id}", "name": "{_id}"},
    ),
)
