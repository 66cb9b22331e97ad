"""What Azure refuses of a pool, said before anything is declared."""

import re
from collections.abc import Iterator

from landing_zone.baseline.azure import refusals
from landing_zone.core import Environment, LandingZoneError, Names, UnsupportedError
from landing_zone.gpu_pool.azure_reservations import id_fault
from landing_zone.gpu_pool.capacity import RungKind
from landing_zone.gpu_pool.spec import Fabric, GpuPoolSpec, NvmeUse, pool_name

LONGEST_NAME = 12
"""Of an agent pool.

Source: https://learn.microsoft.com/azure/aks/create-node-pools#limitations
"""

MOST_DISK_GIB = 2048
"""Source: https://learn.microsoft.com/rest/api/aks/agent-pools/create-or-update"""

MOST_NODES_OF_A_FABRIC = 100
"""InfiniBand reaches no further than a scale set's single placement group, which has 100 machines.

Sources: https://learn.microsoft.com/azure/virtual-machines/setup-infiniband,
https://learn.microsoft.com/azure/virtual-machine-scale-sets/virtual-machine-scale-sets-placement-groups
"""

PRICE_DECIMALS = 5
"""Source: https://learn.microsoft.com/azure/aks/spot-node-pool#limitations"""


def faults(names: Names, spec: GpuPoolSpec) -> Iterator[LandingZoneError]:
    """Yield every mistake, each under the field to mend."""
    yield from refusals(names)
    yield from _name(names, spec)
    yield from _rungs(spec, names.env)
    yield from _reservations(spec)
    yield from _first_nodes(spec)
    yield from _disks(spec)
    yield from _fabric(spec)


def _name(names: Names, spec: GpuPoolSpec) -> Iterator[LandingZoneError]:
    pool = pool_name(names.component)
    room = LONGEST_NAME - max(len(code) for code in spec.rungs())
    if not re.fullmatch(rf"[a-z][a-z0-9]{{0,{room - 1}}}", pool):
        yield LandingZoneError(
            f"name: 1 to {room} lower-case letters and digits after the last hyphen, a letter "
            f"first, as agent pools are named by it, got {pool!r}"
        )


def _rungs(spec: GpuPoolSpec, env: Environment) -> Iterator[LandingZoneError]:
    for index, rung in enumerate(spec.capacity):
        path = f"capacity.{index}"
        if rung.kind in (RungKind.BLOCK, RungKind.FLEX):
            instead = "use a reservation, spot or on_demand"
            yield UnsupportedError(f"{path}: {rung.kind}", "azure", instead=instead)
        price = rung.max_usd_hour
        if price is not None and price != round(price, PRICE_DECIMALS):
            allowed = f"at most {PRICE_DECIMALS} decimals on azure"
            yield LandingZoneError(f"{path}.max_usd_hour: {allowed}, got {price}")
        if rung.kind is RungKind.RESERVATION and rung.id is not None:
            allowed = id_fault(env, rung.id)
            if allowed:
                yield LandingZoneError(f"{path}.id: {allowed}, got {rung.id!r}")


def _reservations(spec: GpuPoolSpec) -> Iterator[LandingZoneError]:
    """Yield what cannot be reserved for where it would have to be."""
    for index, rung in enumerate(spec.capacity):
        path = f"capacity.{index}"
        if rung.kind is not RungKind.RESERVATION:
            continue
        if spec.fabric is not Fabric.NONE:
            instead = "leave either out: a reserved machine joins no placement group"
            yield UnsupportedError(f"{path}: a reservation with a fabric", "azure", instead=instead)


def _first_nodes(spec: GpuPoolSpec) -> Iterator[LandingZoneError]:
    first = spec.capacity[0]
    if first.nodes is not None and spec.min_nodes > first.nodes:
        allowed = f"at most {first.nodes}, as capacity.0 reserves no more"
        yield LandingZoneError(f"min_nodes: {allowed}, got {spec.min_nodes}")


def _disks(spec: GpuPoolSpec) -> Iterator[LandingZoneError]:
    if spec.disk_gib > MOST_DISK_GIB:
        yield LandingZoneError(f"disk_gib: at most {MOST_DISK_GIB} on azure, got {spec.disk_gib}")
    if spec.local_nvme is NvmeUse.CACHE:
        instead = "use scratch: AKS keeps neither images nor ephemeral storage on NVMe disks"
        yield UnsupportedError("local_nvme: cache", "azure", instead=instead)


def _fabric(spec: GpuPoolSpec) -> Iterator[LandingZoneError]:
    if spec.fabric is Fabric.RDMA and spec.max_nodes > MOST_NODES_OF_A_FABRIC:
        allowed = f"at most {MOST_NODES_OF_A_FABRIC} with fabric rdma on azure"
        yield LandingZoneError(
            f"max_nodes: {allowed}, as InfiniBand joins no more machines, got {spec.max_nodes}"
        )
