"""What Google Cloud answers about pools of nodes, placements and reservations."""

from __future__ import annotations

from collections.abc import Mapping

from landing_zone_rehearsal.clouds.model import Each, Kind

from .answers_forms import COMPUTE, CREATED, DELETED, PROJECT, in_a_region

POOL = "projects/{_account}/locations/{location|_region}/clusters/{_last:cluster}/nodePools/{name}"

GROUPS = f"{COMPUTE}/projects/{{_account}}/zones/{{_item}}"
GROUP = "gke-{_last:cluster}-{name}-{_hex:8:_item}-grp"
"""Of the machines of one zone.

Source: https://cloud.google.com/kubernetes-engine/docs/concepts/node-pools
"""

ZONAL = "projects/{_account}/zones/{zone}"

LATEST = "1.35.1-gke.1396002"
"""A whole version such as the clusters have here where nothing else is said."""

NODES: Mapping[str, Kind] = {
    "gcp:container:NodePool": Kind(
        id=POOL,
        name="name",
        outputs={
            **PROJECT,
            **DELETED,
            "instanceGroupUrls": Each(
                "nodeLocations", value=f"{GROUPS}/instanceGroupManagers/{GROUP}"
            ),
            "managedInstanceGroupUrls": Each(
                "nodeLocations", value=f"{GROUPS}/instanceGroups/{GROUP}"
            ),
            "initialNodeCount": 0,
            "location": "{_region}",
            "management": {"autoRepair": True, "autoUpgrade": True},
            "maxPodsPerNode": 110,
            "namePrefix": "",
            "nodeCount": "{initialNodeCount|=0}",
            "nodeLocations": ["{_region}-a", "{_region}-b", "{_region}-c"],
            "operation": "",
            "upgradeSettings": {"maxSurge": 1, "maxUnavailable": 0, "strategy": "SURGE"},
            "version": LATEST,
        },
    ),
    "gcp:compute:ResourcePolicy": in_a_region("resourcePolicies"),
    "gcp:compute:Reservation": Kind(
        id=f"{ZONAL}/reservations/{{name}}",
        name="name",
        outputs={
            **PROJECT,
            **DELETED,
            "blockNames": [],
            "commitment": "",
            "creationTimestamp": CREATED,
            "kind": "compute#reservation",
            "linkedCommitments": [],
            "reservationBlockCount": 0,
            "reservationSharingPolicy": {"serviceShareType": "DISALLOW_ALL"},
            "satisfiesPzs": False,
            "selfLink": f"{COMPUTE}/{ZONAL}/reservations/{{name}}",
            "shareSettings": {"shareType": "LOCAL"},
            "specificReservation.inUseCount": 0,
            "specificReservationRequired": False,
            "status": "READY",
        },
    ),
    "gcp:compute:FutureReservation": Kind(
        id=f"{ZONAL}/futureReservations/{{name}}",
        name="name",
        outputs={
            **PROJECT,
            **DELETED,
            "creationTimestamp": CREATED,
            "planningStatus": "DRAFT",
            "selfLink": f"{COMPUTE}/{ZONAL}/futureReservations/{{name}}",
            "selfLinkWithId": f"{COMPUTE}/{ZONAL}/futureReservations/{{_number:19}}",
        },
    ),
}
"""Node pools, placements and reservations."""
