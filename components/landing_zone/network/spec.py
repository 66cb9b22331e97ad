"""What a network is, whatever the cloud."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from ipaddress import IPv4Network
from typing import Annotated, Any, Literal, cast

import pulumi
from pydantic import ValidationInfo, field_validator

from landing_zone.core import Fault, Grammar, Outputs, Spec, by_profile, refuse
from landing_zone.network.addresses import faults_of


class Nat(StrEnum):
    """How machines without a public address reach the internet."""

    NONE = "none"
    SINGLE = "single"
    PER_ZONE = "per_zone"


class Egress(StrEnum):
    """What traffic leaves a network by."""

    NONE = "none"
    NAT = "nat"
    FIREWALL = "firewall"
    """It lets nothing but `egress_allow` pass."""


class PrivateService(StrEnum):
    """The cloud's own services that a network can reach without the internet."""

    STORAGE = "storage"
    KEYS = "keys"
    IDENTITY = "identity"
    REGISTRY = "registry"
    LOGS = "logs"
    MONITORING = "monitoring"
    SECRETS = "secrets"
    COMPUTE = "compute"
    CLUSTER = "cluster"
    DATABASE = "database"


Domain = Annotated[
    str,
    Grammar(
        r"([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}",
        "a full domain name such as pypi.org, in lower case and without wildcards",
    ),
]
"""A full domain name. No wildcards: Google Cloud's firewall policies match whole names only.

Source: https://cloud.google.com/firewall/docs/firewall-policies-rule-details#fqdn-objects
"""

LogDays = Literal[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365]
"""Days that all three clouds can keep a log: CloudWatch's list, up to the 365 of Azure flow logs.

Sources:
https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html,
https://learn.microsoft.com/azure/network-watcher/vnet-flow-logs-overview
"""


class NetworkSpec(Spec):
    """Which addresses a private network has, and how traffic leaves it."""

    cidr: IPv4Network = IPv4Network("10.0.0.0/16")
    """All addresses of the network, pods and services included: private, `/16` to `/20`."""
    avoid_cidrs: tuple[IPv4Network, ...] = ()
    """Networks that this one will be connected to (an office, another zone): must not overlap."""
    zones: Literal[2, 3] = by_profile(dev=2, standard=3, regulated=3)
    """Availability zones to spread over. Addresses are planned for three in any case, so that a
    third can be added without moving the others."""
    nat: Nat = by_profile(dev=Nat.SINGLE, standard=Nat.PER_ZONE, regulated=Nat.PER_ZONE)
    """How machines reach the internet: not at all, through one zone, or through each zone's own
    gateway. Where a cloud's gateway is regional already, one gateway keeps the promise of both."""
    private_services: tuple[PrivateService, ...] = tuple(PrivateService)
    """The cloud's services that are reached privately."""
    egress_allow: tuple[Domain, ...] = ()
    """The only domain names that may be reached, by HTTPS. None given: everything, through the
    NAT."""
    flow_log_days: LogDays = by_profile(dev=14, standard=90, regulated=365)
    """Days that records of the network's traffic are kept."""

    @property
    def egress(self) -> Egress:
        """What traffic leaves by, which two fields say together."""
        if self.nat is Nat.NONE:
            return Egress.NONE
        return Egress.FIREWALL if self.egress_allow else Egress.NAT

    @field_validator("cidr", "avoid_cidrs", mode="before")
    @classmethod
    def _is_text(cls, value: object) -> object:
        allowed = "a network such as 10.0.0.0/16"
        several = isinstance(value, list | tuple)
        given = dict(enumerate(cast("Sequence[object]", value))) if several else {None: value}
        refuse(
            "NetworkSpec",
            [
                Fault(() if n is None else (n,), allowed, each)
                for n, each in given.items()
                if not isinstance(each, str | IPv4Network)
            ],
        )
        return value

    @field_validator("cidr")
    @classmethod
    def _has_room(cls, cidr: IPv4Network) -> IPv4Network:
        refuse("NetworkSpec", faults_of(cidr))
        return cidr

    @field_validator("avoid_cidrs")
    @classmethod
    def _overlaps_none(
        cls, avoid: tuple[IPv4Network, ...], info: ValidationInfo
    ) -> tuple[IPv4Network, ...]:
        cidr = info.data.get("cidr")
        clashes = [(n, other) for n, other in enumerate(avoid) if cidr and cidr.overlaps(other)]
        allowed = f"a network that does not overlap with cidr {cidr}"
        refuse("NetworkSpec", [Fault((n,), allowed, str(other)) for n, other in clashes])
        return avoid

    @field_validator("egress_allow")
    @classmethod
    def _has_a_way_out(cls, allow: tuple[str, ...], info: ValidationInfo) -> tuple[str, ...]:
        if allow and info.data.get("nat") is Nat.NONE:
            allowed = "none while nat is 'none', as nothing can leave the network"
            refuse("NetworkSpec", [Fault((), allowed, list(allow))])
        return allow


def by_service(
    services: Sequence[PrivateService],
    words: Mapping[PrivateService, Sequence[str]],
    made: Mapping[str, pulumi.Output[str]],
) -> dict[str, pulumi.Output[dict[str, str]]]:
    """Return what makes each service private, from a cloud's words for the services.

    Args:
        services: the services that are wanted.
        words: how the cloud calls what a service needs.
        made: the ID of what was declared, by the cloud's word.
    """
    ids = {each: {word: made[word] for word in words[each]} for each in services}
    return {each.value: pulumi.Output.from_input(cast("Any", ids[each])) for each in services}


@dataclass(frozen=True, kw_only=True)
class NetworkOutputs(Outputs):
    """A network that others are placed in; every field is available once routes and NAT work."""

    id: pulumi.Output[str]
    """A VPC ID, the self link of a VPC network, or the resource ID of a virtual network."""
    node_subnets: pulumi.Output[list[str]]
    """Where machines go: a subnet for each zone on AWS, one regional subnet elsewhere (IDs)."""
    pod_subnets: pulumi.Output[list[str]]
    """Where pods go: subnet IDs on AWS, the name of the secondary range on Google Cloud; empty on
    Azure, where pods have an overlay network."""
    endpoint_subnets: pulumi.Output[list[str]]
    """Where private endpoints go (IDs); on Google Cloud the regional subnet itself."""
    database_subnets: pulumi.Output[list[str]]
    """Where managed databases go: subnet IDs; on Google Cloud the network with private access."""
    cidrs: Mapping[str, pulumi.Output[str]]
    """The planned ranges: `network`, `nodes`, `pods`, `services`, `endpoints`, `databases`."""
    private_services: Mapping[str, pulumi.Output[dict[str, str]]]
    """What makes each service private, by the cloud's own words inside: endpoint IDs on AWS
    (`registry`: `ecr.api`, `ecr.dkr`), managed zones on Google Cloud (`registry`: `gcr.io`, …),
    private DNS zone IDs on Azure (`storage`: `blob`, `dfs`). Empty where a service needs none."""
    egress_ips: pulumi.Output[list[str]]
    """The public addresses that traffic leaves from, for the allow lists of others."""
    egress: pulumi.Output[str] = field(
        default_factory=lambda: pulumi.Output.from_input(Egress.NAT.value)
    )
    """What traffic leaves by: `nat`, `firewall` (a route that leads to it) or `none`."""
