"""What a pool of nodes with accelerators is, whatever the cloud."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Annotated, Any, Literal, Self

import pulumi
from pydantic import Field, WithJsonSchema, field_validator, model_validator

from landing_zone.cluster.spec import ZoneNumber
from landing_zone.core import Fault, Grammar, Outputs, Spec, refuse
from landing_zone.core.editors import one_or_several
from landing_zone.core.errors import suggestion
from landing_zone.gpu_pool.accelerators import ACCELERATORS
from landing_zone.gpu_pool.capacity import RUNG_CODES, Ladder, Rung, RungKind
from landing_zone.gpu_pool.sharing import Sharing

PoolName = Annotated[
    str, Grammar(r"[a-z][a-z0-9]{0,7}", "1 to 8 lower-case letters and digits, a letter first")
]
"""Azure gives an agent pool 12 characters, and a pool's rung is written behind its name.

Source: https://learn.microsoft.com/azure/aks/create-node-pools#limitations
"""

LabelKey = Annotated[
    str,
    Grammar(
        r"([a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?",
        "a Kubernetes label such as team or example.com/team",
    ),
]
LabelValue = Annotated[
    str,
    Grammar(
        r"([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?",
        "at most 63 letters, digits, _ . and -, a letter or digit first and last",
    ),
]
"""Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/#syntax-and-character-set"""

RESERVED_LABELS = ("kubernetes.io/", "k8s.io/", "landing-zone/")
"""Prefixes, also behind a dot, that only Kubernetes and this library set."""

POOL_LABEL = "landing-zone/pool"
"""On every node of a pool, whatever its rung: what jobs select."""

RUNG_LABEL = "landing-zone/rung"
"""On every node: the rung that it came from, for people and for the autoscaler."""


class Purpose(StrEnum):
    """What a pool is for."""

    TRAINING = "training"
    INFERENCE = "inference"
    NOTEBOOK = "notebook"


class Fabric(StrEnum):
    """How the nodes of a pool reach each other."""

    NONE = "none"
    """As any two machines of the network do; the nodes of the pool work alone."""
    STANDARD = "standard"
    """By the machine's full bandwidth, close together in one zone."""
    RDMA = "rdma"
    """From accelerator to accelerator past the kernel: EFA, GPUDirect, InfiniBand."""


class Driver(StrEnum):
    """Who installs the accelerator's driver."""

    CLOUD = "cloud"
    """The node's image or the cloud, before the node joins."""
    OPERATOR = "operator"
    """The vendor's operator, in the cluster."""


class NvmeUse(StrEnum):
    """What a machine's own disks are for. They go with the machine."""

    SCRATCH = "scratch"
    """All of them as one, for pods at `/mnt/scratch`."""
    CACHE = "cache"
    """All of them as one, for images and the pods' ephemeral storage."""


class Taint(Spec):
    """What keeps pods that do not tolerate it off a node."""

    key: LabelKey
    value: LabelValue = ""
    effect: Literal["NoSchedule", "PreferNoSchedule", "NoExecute"] = "NoSchedule"


class GpuPoolSpec(Spec):
    """Nodes with accelerators: which, how many, what for, and how they are come by."""

    accelerator: Annotated[tuple[str, ...], WithJsonSchema(one_or_several(ACCELERATORS))] = Field(
        min_length=1
    )
    """One accelerator, such as `h100`, or several of which the first that the region has is
    taken: `[l4, a10, t4]`."""
    gpus_per_node: int = Field(default=1, ge=1, le=16)
    """Accelerators in each machine."""
    min_vcpus: int = Field(default=0, ge=0, le=1024)
    """The fewest vCPUs of a machine."""
    min_memory_gib: int = Field(default=0, ge=0, le=8192)
    """The least memory of a machine, in GiB; that of its accelerators not counted."""
    min_nodes: int = Field(default=0, ge=0, le=1000)
    """Nodes that the first rung always has."""
    max_nodes: int = Field(default=1, ge=1, le=1000)
    """The most nodes of each rung."""
    purpose: Purpose = Purpose.INFERENCE
    """What the pool is for; jobs and dashboards know it by this."""
    fabric: Fabric = Fabric.NONE
    """How nodes reach each other."""
    sharing: Sharing = Field(default_factory=Sharing)
    """How pods share an accelerator."""
    capacity: Ladder = Field(default_factory=lambda: (Rung(kind=RungKind.ON_DEMAND),))
    """The ways to get machines, in the order in which they are tried."""
    checkpointed: bool = False
    """Whether training can go on after a machine is taken away; spot alone demands it."""
    disk_gib: int = Field(default=200, ge=100, le=16384)
    """Each node's disk, in GiB, encrypted with the cluster's key."""
    local_nvme: NvmeUse | None = None
    """What the machine's own disks are for; not given: nothing uses them."""
    driver: Driver = Driver.CLOUD
    """Who installs the driver."""
    taints: tuple[Taint, ...] = ()
    """Besides the accelerator's own, which every pool has."""
    labels: dict[LabelKey, LabelValue] = Field(default_factory=dict[str, str])
    """Besides the pool's own."""
    zones: tuple[ZoneNumber, ...] | None = Field(default=None, min_length=1)
    """The zones of the network that nodes may be in; not given: all that have the machine, or
    the first of them where the fabric needs one zone."""
    max_run_hours: int | None = Field(default=None, ge=1, le=8760)
    """Hours after which a node is drained and removed."""
    idle_shutdown_minutes: int | None = Field(default=None, ge=2, le=1440)
    """Minutes after which an idle node is removed; not given: the cluster's `idle_node_minutes`."""

    @field_validator("accelerator", mode="before")
    @classmethod
    def _takes_one_or_several(cls, value: Any) -> Any:
        return (value,) if isinstance(value, str) else value

    @field_validator("accelerator")
    @classmethod
    def _exists(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        refuse("GpuPoolSpec", _unknown(names))
        return names

    @field_validator("labels")
    @classmethod
    def _leaves_reserved_labels_alone(cls, labels: dict[str, str]) -> dict[str, str]:
        refuse("GpuPoolSpec", _reserved(labels))
        return labels

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        refuse("GpuPoolSpec", _contradictions(self))
        return self

    def rungs(self) -> dict[str, Rung]:
        """Return the ladder by the rungs' names, in order: `res`, `spot`, `od`, also `res2`."""
        named = dict[str, Rung]()
        for rung in self.capacity:
            code = RUNG_CODES[rung.kind]
            same = sum(name.rstrip("0123456789") == code for name in named)
            named[f"{code}{same + 1}" if same else code] = rung
        return named


@dataclass(frozen=True, kw_only=True)
class GpuPoolOutputs(Outputs):
    """A pool that jobs can be sent to; its nodes come when they are needed."""

    machine: pulumi.Output[str]
    """The cloud's machine type."""
    accelerator: pulumi.Output[str]
    """The accelerator that was taken, as the catalogue calls it."""
    node_pools: Mapping[str, pulumi.Output[str]]
    """By rung, in order: the name of the node group, node pool or agent pool."""
    scheduling: pulumi.Output[dict[str, Any]]
    """What a pod says to run here, on whichever rung: `nodeSelector` and `tolerations`."""
    resource: pulumi.Output[str]
    """What a container asks for, such as `nvidia.com/gpu` or `nvidia.com/mig-1g.10gb`."""
    networks: Mapping[str, pulumi.Output[str]] = field(
        default_factory=dict[str, "pulumi.Output[str]"]
    )
    """By the name that Kubernetes knows it by, in the order of the interfaces: what accelerators
    have to themselves on Google Cloud, as `NETWORK/SUBNETWORK`; empty elsewhere."""


def pool_name(component: str) -> str:
    """Return what a pool is called in labels and in the cloud: the end of its component's name."""
    return component.rpartition("-")[2]


def _unknown(names: tuple[str, ...]) -> Iterator[Fault]:
    for n, name in enumerate(names):
        if name not in ACCELERATORS:
            allowed = f"an accelerator that `lz accelerators` lists{suggestion(name, ACCELERATORS)}"
            yield Fault((n,), allowed, name)
        elif name in names[:n]:
            yield Fault((n,), "each accelerator once", name)


def _reserved(labels: Mapping[str, str]) -> Iterator[Fault]:
    for key in labels:
        if any(key.startswith(each) or f".{each}" in key for each in RESERVED_LABELS):
            allowed = "a label of your own, as kubernetes.io, k8s.io and landing-zone are reserved"
            yield Fault((key,), allowed, key)


def _contradictions(spec: GpuPoolSpec) -> Iterator[Fault]:
    if spec.max_nodes < spec.min_nodes:
        allowed = f"at least min_nodes, which is {spec.min_nodes}"
        yield Fault(("max_nodes",), allowed, spec.max_nodes)
    kinds = [rung.kind for rung in spec.capacity]
    for n, rung in enumerate(spec.capacity):
        if rung in spec.capacity[:n] or (rung.id is None and rung.kind in kinds[:n]):
            yield Fault(("capacity", n), "each way once", rung.kind.value)
    training = spec.purpose is Purpose.TRAINING
    if training and set(kinds) == {RungKind.SPOT} and not spec.checkpointed:
        allowed = (
            "another rung besides spot, or checkpointed: true, as spot machines are taken back"
        )
        yield Fault(("capacity",), allowed, ["spot"])
    shares = spec.sharing != Sharing()
    if training and shares:
        yield Fault(("sharing",), "none for training, which takes whole accelerators", _ways(spec))
    if shares and spec.fabric is Fabric.RDMA:
        yield Fault(
            ("sharing",), "none with fabric rdma, which joins whole accelerators", _ways(spec)
        )
    if spec.fabric is not Fabric.NONE and spec.zones is not None and len(spec.zones) > 1:
        allowed = f"one zone, as fabric {spec.fabric} keeps nodes close together"
        yield Fault(("zones",), allowed, list(spec.zones))
    if spec.zones and len(set(spec.zones)) < len(spec.zones):
        yield Fault(("zones",), "each zone once", list(spec.zones))


def _ways(spec: GpuPoolSpec) -> list[str]:
    return list(spec.sharing.model_dump(exclude_none=True))
