"""Where a rung's machines come from on Google Cloud, in the words of its node pool."""

from dataclasses import dataclass, field
from math import ceil
from typing import Any

import pulumi
from pulumi_gcp import container

from landing_zone.gpu_pool.capacity import Rung, RungKind
from landing_zone.gpu_pool.gcp_pool import Pool, zones_for
from landing_zone.gpu_pool.gcp_reservation import reserved
from landing_zone.gpu_pool.spec import GpuPoolSpec

HOUR = 3600
"""Seconds, in which Compute Engine counts."""

RESERVATION_KEY = "compute.googleapis.com/reservation-name"
"""Source: https://cloud.google.com/kubernetes-engine/docs/how-to/consuming-reservations"""

KEPT = (RungKind.RESERVATION, RungKind.BLOCK)
"""Rungs with no machine to spare: an upgrade takes the old node away before the new one comes.

Source: https://cloud.google.com/kubernetes-engine/docs/concepts/node-pool-upgrade-strategies
"""


Affinity = container.NodePoolNodeConfigReservationAffinityArgsDict
Upgrade = container.NodePoolUpgradeSettingsArgsDict

NO_RESERVATION: Affinity = {"consume_reservation_type": "NO_RESERVATION"}


@dataclass(frozen=True, kw_only=True)
class Terms:
    """The terms on which a rung's machines are had."""

    least: int
    most: int
    zones: list[str]
    affinity: Affinity
    """Which reservation they come from, or that they come from none."""
    market: dict[str, Any] = field(default_factory=dict[str, Any])
    """What the machine itself is told."""
    repairs: bool = True
    queued: bool = False
    """Whether they come for jobs that ask for all of theirs at once."""
    upgrade: Upgrade | None = None
    """How nodes make way for those of a new version; None: as Google does it for such nodes."""

    @property
    def first(self) -> int:
        """How many nodes each zone begins with."""
        return ceil(self.least / len(self.zones))


def terms(pool: Pool, code: str) -> Terms:
    """Return the terms of a rung, and reserve its machines where it is to have new ones.

    Every rung is what it says: none but those for a reservation take from one. Nodes of flex are
    not repaired, and make way for a new version when their hours are over.

    Sources: https://cloud.google.com/kubernetes-engine/docs/concepts/dws,
    https://cloud.google.com/kubernetes-engine/docs/how-to/provisioningrequest,
    https://cloud.google.com/kubernetes-engine/docs/concepts/spot-vms
    """
    rung, spec = pool.rungs[code], pool.spec
    least, most = size(spec, code)
    zones = zones_for(pool.scope.env.region, spec, pool.choice, rung)
    if rung.kind is RungKind.FLEX:
        return Terms(
            least=least,
            most=most,
            zones=zones,
            affinity=NO_RESERVATION,
            market={"flex_start": True, **longest_run(spec, rung)},
            repairs=False,
            queued=rung.queued,
        )
    if rung.kind in KEPT:
        zones = zones if rung.id else zones[:1]
        return Terms(
            least=least,
            most=most,
            zones=zones,
            affinity=_affinity(reserved(pool, code, zones[0])),
            market=longest_run(spec, rung),
            upgrade={"strategy": "SURGE", "max_surge": 0, "max_unavailable": 1},
        )
    return Terms(
        least=least,
        most=most,
        zones=zones,
        affinity=NO_RESERVATION,
        market={"spot": rung.kind is RungKind.SPOT, **longest_run(spec, rung)},
        upgrade={"strategy": "SURGE", "max_surge": 1, "max_unavailable": 0},
    )


def size(spec: GpuPoolSpec, code: str) -> tuple[int, int]:
    """Return the fewest and the most nodes of a rung: the first always has the pool's fewest."""
    rungs = spec.rungs()
    least = spec.min_nodes if code == next(iter(rungs)) else 0
    nodes = rungs[code].nodes
    return least, spec.max_nodes if nodes is None else min(spec.max_nodes, nodes)


def longest_run(spec: GpuPoolSpec, rung: Rung) -> dict[str, str]:
    """Return after how long machines are taken away, if at all.

    Source: https://cloud.google.com/compute/docs/instances/limit-vm-runtime
    """
    limits = [
        hours
        for hours in (spec.max_run_hours, rung.hours if rung.kind is RungKind.FLEX else None)
        if hours is not None
    ]
    return {"max_run_duration": f"{min(limits) * HOUR}s"} if limits else {}


def _affinity(reservation: pulumi.Input[str]) -> Affinity:
    return {
        "consume_reservation_type": "SPECIFIC_RESERVATION",
        "key": RESERVATION_KEY,
        "values": [reservation],
    }
