"""What a cluster is, whatever the cloud."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import import_module
from ipaddress import IPv4Network
from typing import Annotated, Literal, cast
from zoneinfo import available_timezones

import pulumi
from pydantic import Field, ValidationInfo, field_validator

from landing_zone.core import Fault, Grammar, Outputs, Spec, by_profile, refuse
from landing_zone.core.errors import suggestion
from landing_zone.network.spec import LogDays

Version = Annotated[
    str, Grammar(r"1\.\d{2}", 'a minor version of Kubernetes in quotes, such as "1.35"')
]
"""Source: https://kubernetes.io/releases/version-skew-policy/#supported-versions"""

VERSIONS = ("1.33", "1.34", "1.35")
"""The minor versions that all three clouds offer.

Sources, read 2026-11: https://docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html,
https://cloud.google.com/kubernetes-engine/docs/release-schedule,
https://learn.microsoft.com/azure/aks/supported-kubernetes-versions
"""

ZoneNumber = Literal[1, 2, 3]
"""One of the network's availability zones: the first, second or third."""

WIDEST_CIDR = 8
"""The shortest prefix that may reach an endpoint; a shorter one is half the internet or more."""


class Day(StrEnum):
    """A day of the week."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


class Machine(StrEnum):
    """A general-purpose machine with 4 GiB of memory for each vCPU, named by its vCPUs."""

    STANDARD_4 = "standard-4"
    STANDARD_8 = "standard-8"
    STANDARD_16 = "standard-16"


class NodeOs(StrEnum):
    """The kind of image that general-purpose nodes run."""

    MINIMAL = "minimal"
    """Made for containers, with little else: Bottlerocket, Container-Optimized OS, Azure Linux."""
    GENERAL = "general"
    """A distribution that administrators know: Amazon Linux 2023, Ubuntu."""


class UpgradeChannel(StrEnum):
    """How long a minor version is kept. Minor versions change by `version` alone."""

    STANDARD = "standard"
    """The cloud applies patches in the maintenance window, for the minor's standard support."""
    EXTENDED = "extended"
    """Likewise, for as long as the cloud supports the minor, at a price."""


class SystemPool(Spec):
    """The nodes that run the cluster's own programs, and whatever asks for no accelerator."""

    machine: Machine = Machine.STANDARD_4
    """What each node is."""
    min_nodes: int = Field(default=2, ge=1, le=100)
    """Nodes that are always there, over all zones."""
    max_nodes: int = Field(default=6, ge=1, le=1000)
    """The most nodes, over all zones."""
    disk_gib: int = Field(default=100, ge=50, le=2048)
    """Each node's disk, in GiB."""

    @field_validator("max_nodes")
    @classmethod
    def _is_not_below_the_least(cls, most: int, info: ValidationInfo) -> int:
        least = info.data.get("min_nodes")
        if least is not None and most < least:
            refuse("SystemPool", [Fault((), f"at least min_nodes, which is {least}", most)])
        return most


@cache
def _time_zones() -> set[str]:
    """Return all names once, as that opens a file for each."""
    return available_timezones()


class Maintenance(Spec):
    """The weekly hours in which the cloud may patch the cluster and its nodes."""

    day: Day = Day.SUNDAY
    """When it begins."""
    hour: int = Field(default=2, ge=0, le=23)
    """The hour at which it begins, on the clock of `timezone`."""
    duration_hours: int = Field(default=6, ge=4, le=12)
    """How long it lasts, 4 to 12 hours: Azure's planned maintenance needs 4.

    Source: https://learn.microsoft.com/azure/aks/planned-maintenance
    """
    timezone: str = "UTC"
    """A name of the time zone database, such as `Europe/Amsterdam`."""

    @field_validator("timezone")
    @classmethod
    def _exists(cls, timezone: str) -> str:
        known = _time_zones()
        if timezone not in known:
            allowed = f"a time zone such as Europe/Amsterdam{suggestion(timezone, known)}"
            refuse("Maintenance", [Fault((), allowed, timezone)])
        return timezone


class ClusterSpec(Spec):
    """A private Kubernetes cluster and the nodes for its own programs."""

    version: Version = Field(default=VERSIONS[-1], json_schema_extra={"enum": [*VERSIONS]})
    """The minor version of Kubernetes. It can go up by one at a time, in place, and never down."""
    endpoint: Literal["private"] | tuple[IPv4Network, ...] = "private"
    """Who reaches the control plane: `private`, the network alone, or a list of public networks
    besides, such as `[203.0.113.0/24]`. `0.0.0.0/0` is refused."""
    node_zones: tuple[ZoneNumber, ...] | None = Field(default=None, min_length=1)
    """The zones of the network that general-purpose nodes spread over; not given: all of them."""
    system_pool: SystemPool = Field(default_factory=SystemPool)
    """The nodes for the cluster's own programs."""
    service_mesh_ready: bool = True
    """Whether the control plane reaches the webhooks of a service mesh on the nodes."""
    maintenance: Maintenance = Field(default_factory=Maintenance)
    """When the cloud may patch."""
    upgrade_channel: UpgradeChannel = UpgradeChannel.STANDARD
    """How long a minor version is kept."""
    log_days: LogDays = by_profile(dev=14, standard=90, regulated=365)
    """Days that the control plane's logs are kept."""
    node_os: NodeOs = NodeOs.MINIMAL
    """The image of general-purpose nodes; those with accelerators run what their driver needs."""
    idle_node_minutes: int = Field(default=10, ge=2, le=1440)
    """Minutes after which the autoscaler removes a node that nothing needs."""

    @field_validator("version")
    @classmethod
    def _is_offered_everywhere(cls, version: str) -> str:
        if version not in VERSIONS:
            allowed = f"one of {', '.join(VERSIONS)}, which all three clouds offer"
            refuse("ClusterSpec", [Fault((), allowed, version)])
        return version

    @field_validator("endpoint", mode="before")
    @classmethod
    def _is_private_or_networks(cls, endpoint: object) -> object:
        if endpoint == "private":
            return endpoint
        allowed = "'private', or a list of networks such as [203.0.113.0/24]"
        if not isinstance(endpoint, list | tuple):
            refuse("ClusterSpec", [Fault((), allowed, endpoint)])
        networks = [_network(each) for each in cast("Sequence[object]", endpoint)]
        wrong = [n for n, each in enumerate(networks) if each is None]
        given = cast("Sequence[object]", endpoint)
        refuse(
            "ClusterSpec",
            [Fault((n,), "a network such as 203.0.113.0/24", given[n]) for n in wrong],
        )
        return tuple(networks)

    @field_validator("endpoint")
    @classmethod
    def _stays_narrow(
        cls, endpoint: Literal["private"] | tuple[IPv4Network, ...]
    ) -> Literal["private"] | tuple[IPv4Network, ...]:
        if endpoint != "private":
            refuse("ClusterSpec", _too_open(endpoint))
        return endpoint

    @field_validator("node_zones")
    @classmethod
    def _names_each_zone_once(cls, zones: tuple[int, ...] | None) -> tuple[int, ...] | None:
        if zones and len(set(zones)) < len(zones):
            refuse("ClusterSpec", [Fault((), "each zone once", list(zones))])
        return zones


@dataclass(frozen=True, kw_only=True)
class ClusterOutputs(Outputs):
    """A cluster that is ready for pods; every field is available once its own nodes are there."""

    id: pulumi.Output[str]
    """An EKS cluster's ARN, `projects/…/locations/…/clusters/…` or an AKS cluster's resource ID."""
    name: pulumi.Output[str]
    """The cluster's name in the cloud."""
    version: pulumi.Output[str]
    """The minor version of Kubernetes."""
    endpoint: pulumi.Output[str]
    """The address of the Kubernetes API, beginning with `https://`."""
    certificate_authority: pulumi.Output[str]
    """The certificate that the API's own is signed with: PEM, in base64."""
    issuer: pulumi.Output[str]
    """The OpenID Connect issuer of the tokens of service accounts, beginning with `https://`."""
    kubeconfig: pulumi.Output[str]
    """How to reach the API, as the identity of whoever uses it: it names the cloud's own program
    for that and holds no token. Secret, as it tells where the API is."""
    node_identity: pulumi.Output[str]
    """What nodes are: a role ARN, `serviceAccount:…` or an object ID. It may pull images and
    write logs; pods have identities of their own."""
    place: Mapping[str, pulumi.Output[str]]
    """What further node pools need of the cluster, by the cloud's own words."""

    def provider(
        self, name: str, opts: pulumi.ResourceOptions | None = None
    ) -> pulumi.ProviderResource:
        """Declare what puts resources into the cluster, for `ResourceOptions(provider=…)`."""
        provider = import_module("landing_zone.baseline.kubernetes").provider
        return provider(name, self.kubeconfig, self.id, opts)


def _network(value: object) -> IPv4Network | None:
    try:
        return IPv4Network(value) if isinstance(value, str | IPv4Network) else None
    except ValueError:
        return None


def _too_open(cidrs: tuple[IPv4Network, ...]) -> list[Fault]:
    if not cidrs:
        return [Fault((), "'private', or a list with a network at least", [])]
    allowed = f"a network of /{WIDEST_CIDR} or narrower; 0.0.0.0/0 is never allowed"
    return [
        Fault((n,), allowed, str(cidr))
        for n, cidr in enumerate(cidrs)
        if cidr.prefixlen < WIDEST_CIDR
    ]
