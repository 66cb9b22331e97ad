"""What a pool on Google Cloud is built from, and the zones that its nodes may be in."""

import re
from dataclasses import dataclass
from typing import Self

from landing_zone.cluster.spec import ClusterOutputs
from landing_zone.core import Scope
from landing_zone.gpu_pool.capacity import Rung
from landing_zone.gpu_pool.catalog import Machine
from landing_zone.gpu_pool.resolution import Choice, resolve
from landing_zone.gpu_pool.spec import Fabric, GpuPoolSpec, pool_name
from landing_zone.network.gcp_zones import zone_names

MOST_ZONES = 3

RESERVATION = re.compile(
    r"(projects/(?P<project>[a-z][a-z0-9-]+)/(zones/(?P<zone>[a-z0-9-]+)/)?reservations/)?"
    r"(?P<name>[a-z]([-a-z0-9]{0,61}[a-z0-9])?"
    r"(/reservationBlocks/[a-z0-9-]+(/reservationSubBlocks/[a-z0-9-]+)?)?)"
)
"""A reservation's name, or its path where another project owns it or its zone is to be said; a
block of it, and a rack in that, come behind.

Sources: https://cloud.google.com/kubernetes-engine/docs/how-to/consuming-reservations,
https://cloud.google.com/ai-hypercomputer/docs/create/gke-ai-hypercompute-custom-a4x
"""

HYPERDISK = ("a3-ultragpu", "a4-", "a4x-", "g4-", "ct6e-", "tpu7x-")
"""Machines that take no Persistent Disk.

Sources: https://cloud.google.com/compute/docs/accelerator-optimized-machines,
https://cloud.google.com/kubernetes-engine/docs/concepts/plan-tpus
"""

LOCAL_DISK_GIB, LOCAL_DISKS_GIB = 375, {"a4x-": 3000}
"""The size of a machine's own disks, and where it is another.

Source: https://cloud.google.com/compute/docs/disks/local-ssd
"""

GENERAL = ("n1-",)
"""Machines for everything, which accelerators are added to; no placement applies to them.

Sources: https://cloud.google.com/compute/docs/gpus#n1-gpus,
https://github.com/dstackai/dstack/issues/2591
"""

RACKS, RACK, RACK_NODES = ("a4x-",), "1x72", 18
"""Machines that NVLink joins over a whole rack, the rack's shape, and how many there are in it.

Source: https://cloud.google.com/compute/docs/accelerator-optimized-machines#a4x-machine-type
"""


@dataclass(frozen=True, kw_only=True)
class Pool:
    """One pool: what was asked for, and what it gets."""

    scope: Scope
    name: str
    spec: GpuPoolSpec
    choice: Choice
    cluster: ClusterOutputs

    @classmethod
    def of(cls, scope: Scope, spec: GpuPoolSpec, cluster: ClusterOutputs) -> Self:
        """Return the pool that a component declares."""
        choice = resolve(scope.env.cloud, scope.env.region, spec)
        name = pool_name(scope.names.component)
        return cls(scope=scope, name=name, spec=spec, choice=choice, cluster=cluster)

    @property
    def rungs(self) -> dict[str, Rung]:
        """The ladder by the rungs' names, in order."""
        return self.spec.rungs()

    @property
    def zones(self) -> list[str]:
        """The zones of nodes that no reservation binds to one."""
        return zones_for(self.scope.env.region, self.spec, self.choice)


def zones_for(
    region: str, spec: GpuPoolSpec, choice: Choice, rung: Rung | None = None
) -> list[str]:
    """Return where nodes may be: one zone with a fabric, or where what was reserved lies.

    A fabric is in one zone for all rungs, and so is a rack; a reservation that says its zone
    decides on it.
    """
    named = [zone for each in spec.capacity if (zone := zone_of(each))]
    own = zone_of(rung) if rung else None
    if is_close(spec, choice):
        return [*named, *zones_with(region, spec, choice)][:1]
    return [own] if own else zones_with(region, spec, choice)


def zones_with(region: str, spec: GpuPoolSpec, choice: Choice) -> list[str]:
    """Return the zones that were asked for, or all, as far as they have the machine.

    The subnetwork spans the region: where none of its first three zones has the machine, others do.
    """
    names, having = zone_names(region, MOST_ZONES), choice.offer.zones
    wanted = [names[number - 1] for number in spec.zones] if spec.zones else names
    found = [zone for zone in wanted if not having or zone in having]
    return found or list(having)


def is_close(spec: GpuPoolSpec, choice: Choice) -> bool:
    """Whether all nodes of a pool have to be in one zone."""
    return spec.fabric is not Fabric.NONE or is_in_racks(choice)


def is_in_racks(choice: Choice) -> bool:
    """Whether a pool's machines are joined over a rack."""
    return choice.machine.name.startswith(RACKS)


def local_disk_count(machine: Machine) -> int:
    """Return how many disks of its own a machine has."""
    sizes = (size for prefix, size in LOCAL_DISKS_GIB.items() if machine.name.startswith(prefix))
    return machine.nvme_disks or machine.nvme_gib // next(sizes, LOCAL_DISK_GIB)


def zone_of(rung: Rung) -> str | None:
    """Return the zone that the ID of a reservation says, if it says one."""
    found = RESERVATION.fullmatch(rung.id) if rung.id else None
    return found["zone"] if found else None
