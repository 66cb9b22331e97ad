"""What Azure refuses of a pool, although the catalogue has a machine for it."""

import re
from collections.abc import Iterator

from landing_zone.core import Environment, LandingZoneError, Names, UnsupportedError
from landing_zone.gpu_pool.azure_reservations import id_fault
from landing_zone.gpu_pool.capacity import RungKind
from landing_zone.gpu_pool.resolution import Choice
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

UNRESERVED = re.compile(r"Standard_(ND.+|NCC?\d+adi?s_H100_v5)")
"""Sizes of which Azure reserves none.

Source: https://learn.microsoft.com/azure/virtual-machines/capacity-reservation-overview#limitations-and-restrictions
"""

PRICE_DECIMALS = 5
"""Source: https://learn.microsoft.com/azure/aks/spot-node-pool#limitations"""


def name_refusals(names: Names, spec: GpuPoolSpec) -> Iterator[LandingZoneError]:
    """Yield why no agent pool can be named after the pool."""
    pool = pool_name(names.component)
    room = LONGEST_NAME - max(len(rung) for rung in spec.rungs())
    if not re.fullmatch(rf"[a-z][a-z0-9]{{0,{room - 1}}}", pool):
        yield LandingZoneError(
            f"name: 1 to {room} lower-case letters and digits after the last hyphen, a letter "
            f"first, as agent pools are named by it, got {pool!r}"
        )


def machine_refusals(spec: GpuPoolSpec) -> Iterator[LandingZoneError]:
    """Yield what a node cannot have."""
    if spec.disk_gib > MOST_DISK_GIB:
        yield LandingZoneError(f"disk_gib: at most {MOST_DISK_GIB} on azure, got {spec.disk_gib}")
    if spec.local_nvme is NvmeUse.CACHE:
        instead = "use 'scratch': AKS keeps neither images nor ephemeral storage on NVMe disks"
        yield UnsupportedError("local_nvme: 'cache'", "azure", instead=instead)
    if spec.fabric is Fabric.RDMA and spec.max_nodes > MOST_NODES_OF_A_FABRIC:
        allowed = f"at most {MOST_NODES_OF_A_FABRIC} with fabric rdma on azure"
        yield LandingZoneError(
            f"max_nodes: {allowed}, as InfiniBand joins no more machines, got {spec.max_nodes}"
        )


def ladder_refusals(
    spec: GpuPoolSpec, choice: Choice, env: Environment
) -> Iterator[LandingZoneError]:
    """Yield what Azure has no such way of getting machines for."""
    for n, rung in enumerate(spec.capacity):
        path = f"capacity.{n}"
        if rung.kind in (RungKind.BLOCK, RungKind.FLEX):
            instead = "use reservation, spot or on_demand"
            yield UnsupportedError(f"{path}: '{rung.kind}'", "azure", instead=instead)
        if rung.kind is RungKind.RESERVATION:
            yield from _reservation_refusals(path, spec, choice)
        price = rung.max_usd_hour
        if price is not None and price != round(price, PRICE_DECIMALS):
            allowed = f"at most {PRICE_DECIMALS} decimals on azure"
            yield LandingZoneError(f"{path}.max_usd_hour: {allowed}, got {price}")
        allowed = id_fault(env, rung.id) if rung.id is not None else None
        if allowed:
            yield LandingZoneError(f"{path}.id: {allowed}, got {rung.id!r}")
    first = spec.capacity[0]
    if first.nodes is not None and first.nodes < spec.min_nodes:
        allowed = f"at least min_nodes, which is {spec.min_nodes}"
        yield LandingZoneError(f"capacity.0.nodes: {allowed}, got {first.nodes}")


def _reservation_refusals(
    path: str, spec: GpuPoolSpec, choice: Choice
) -> Iterator[LandingZoneError]:
    """Yield why a rung's machines cannot be reserved: for what they are, or for where they are."""
    if UNRESERVED.fullmatch(choice.machine.name):
        instead = "leave it out: Azure reserves no machines of the series ND and NCads H100"
        what = f"{path}: a reservation of {choice.machine.name}"
        yield UnsupportedError(what, "azure", instead=instead)
    elif spec.fabric is not Fabric.NONE:
        instead = "leave either out: a reserved machine joins no placement group"
        what = f"{path}: a reservation with fabric '{spec.fabric}'"
        yield UnsupportedError(what, "azure", instead=instead)
