"""What makes accelerators usable in a cluster, whatever the cloud."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Self

import pulumi
from pydantic import Field

from landing_zone.core import Grammar, Outputs, Spec
from landing_zone.gpu_pool.spec import GpuPoolSpec, PoolName
from landing_zone.identity.spec import DnsLabel

ImageRegistry = Annotated[
    str,
    Grammar(
        r"[a-z0-9][a-z0-9.-]*(:\d{1,5})?(/[a-z0-9][a-z0-9._-]*)*",
        "a registry and path such as registry.example.com/mirror, without https://",
    ),
]


class GpuRuntimeSpec(Spec):
    """Drivers, device plugins, metrics and checks for the pools of a cluster."""

    pools: dict[PoolName, GpuPoolSpec] = Field(default_factory=dict[str, GpuPoolSpec])
    """The pools; a landing zone fills in its own."""
    mirror: ImageRegistry | None = None
    """Where images are pulled from instead of their public registries."""
    namespaces: dict[DnsLabel, Annotated[int, Field(ge=0, le=100_000)]] = Field(
        default_factory=dict[str, int]
    )
    """The most accelerators of a kind that the pods of a namespace may have at once. The runtime
    makes the namespaces; one that is left out is deleted, with all that is in it. In namespaces
    that are not named pods get none but through a queue: one that admits pods to a namespace
    labels it `landing-zone/accelerators: queue`."""
    repair: bool = True
    """Whether a node with a failed accelerator is drained, and replaced when it is needed."""
    service_monitors: bool = False
    """Whether metrics are announced to a Prometheus operator, which must be there first."""

    def serving(self, pools: Mapping[str, GpuPoolSpec]) -> Self:
        """Return the spec for the given pools."""
        return self.model_copy(update={"pools": dict(pools)})


@dataclass(frozen=True, kw_only=True)
class GpuRuntimeOutputs(Outputs):
    """A cluster in which accelerators can be asked for."""

    namespace: pulumi.Output[str]
    """Where the operators run."""
    checks: Mapping[str, pulumi.Output[str]]
    """By pool: the `CronJob`, never due by itself, that a check of the pool is started from."""
    priorities: Mapping[str, pulumi.Output[str]]
    """By purpose: the priority class of its pods."""
    scratch: Mapping[str, pulumi.Output[str]] = field(
        default_factory=dict[str, "pulumi.Output[str]"]
    )
    """By pool with `local_nvme: scratch`: the directory of its nodes that has it."""
