"""What identities are, whatever the cloud."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Self

import pulumi
from pydantic import Field, model_validator

from landing_zone.core import Fault, Grammar, Outputs, Persona, Spec, refuse
from landing_zone.core.errors import suggestion
from landing_zone.datalake.spec import LayerName

WorkloadName = Annotated[
    str,
    Grammar(
        r"[a-z][a-z0-9-]{0,14}[a-z0-9]",
        "2 to 16 lower-case letters, digits and hyphens, a letter first, no hyphen last",
    ),
]
"""2 to 16 characters: a Google service account's name has 30 with the component's before it.

Source: https://cloud.google.com/iam/docs/service-accounts-create
"""

DnsLabel = Annotated[
    str,
    Grammar(
        r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?",
        "1 to 63 lower-case letters, digits and hyphens, no hyphen first or last",
    ),
]
"""Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names"""

Prefix = Annotated[
    str,
    Grammar(
        r"(?=.{1,200}$)([A-Za-z0-9_=.-]+/)+",
        "folders such as team-a/ (letters, digits, _ = . -), ending in a slash",
    ),
]
"""Folders ending in a slash, such as `team-a/`, with no character that a policy would interpret."""

Issuer = Annotated[
    str, Grammar(r"https://[a-z0-9.-]+(/[A-Za-z0-9._~/-]*)?", "an address beginning with https://")
]
"""The address of an OpenID Connect issuer; always HTTPS."""

ISSUER_OF_OURS = "left out where there is a cluster of ours, which is trusted by itself"
"""Why an issuer and a cluster are not given together."""


class Verb(StrEnum):
    """What may be done with the objects of a layer."""

    READ = "read"
    """List and read."""
    WRITE = "write"
    """Read, create, replace and delete."""
    ADMIN = "admin"
    """Write, and restore or remove earlier versions."""


class Grant(Spec):
    """Access to one layer of the lake, always together with the use of its key."""

    layer: LayerName
    """A layer of the lake."""
    verb: Verb
    """What may be done."""
    prefix: Prefix | None = None
    """Only objects whose names begin so; without it the whole layer."""


class Workload(Spec):
    """A program in a cluster, known to the cloud by its Kubernetes service account."""

    name: WorkloadName
    """What it is called in names and outputs."""
    namespace: DnsLabel
    """Its Kubernetes namespace."""
    service_account: DnsLabel
    """Its Kubernetes service account."""
    grants: tuple[Grant, ...] = Field(min_length=1)
    """What it may do."""

    @model_validator(mode="after")
    def _says_each_thing_once(self) -> Self:
        refuse("Workload", (Fault(("grants", *f.path), *f[1:]) for f in _repeated(self.grants)))
        return self


class IdentitySpec(Spec):
    """Who may do what with the lake."""

    workloads: tuple[Workload, ...] = ()
    """Programs, each with an identity of its own and no credential."""
    people: dict[Persona, tuple[Grant, ...]] | None = None
    """What each persona may do, for those that the environment names a group for. Not given: data
    scientists read everything and write `scratch`, engineers write everything but `raw`, auditors
    and platform administrators see no data."""
    issuer: Issuer | None = None
    """The OpenID Connect issuer of the cluster that the workloads run in. Without it identities
    and grants exist, but on Google Cloud and Azure no cluster can take them on yet."""

    @model_validator(mode="after")
    def _names_each_workload_once(self) -> Self:
        names = [workload.name for workload in self.workloads]
        refuse(
            "IdentitySpec",
            [
                Fault(("workloads", n, "name"), "a name that no other workload has", name)
                for n, name in enumerate(names)
                if name in names[:n]
            ],
        )
        return self

    def on(self, layers: Iterable[str]) -> Self:
        """Return the spec with its defaults spelt out for a lake's layers."""
        if self.people is not None:
            return self
        return self.model_copy(update={"people": _default_people(tuple(layers))})

    def faults(self, layers: Collection[str]) -> Iterator[Fault]:
        """Yield every grant on a layer that the lake does not have."""
        allowed = f"a layer of the lake: {', '.join(layers)}"
        for path, grant in self._located_grants():
            if grant.layer not in layers:
                hint = suggestion(grant.layer, layers)
                yield Fault((*path, "layer"), allowed + hint, grant.layer)

    def _located_grants(self) -> Iterator[tuple[tuple[str | int, ...], Grant]]:
        for n, workload in enumerate(self.workloads):
            for m, grant in enumerate(workload.grants):
                yield ("workloads", n, "grants", m), grant
        for persona, grants in (self.people or {}).items():
            for m, grant in enumerate(grants):
                yield ("people", persona, m), grant


@dataclass(frozen=True, kw_only=True)
class IdentityOutputs(Outputs):
    """Identities ready to be used: their grants on data and keys are in place."""

    principals: Mapping[str, pulumi.Output[str]]
    """What else can be granted to, by workload: a role ARN, `serviceAccount:…` or an object ID."""
    logins: Mapping[str, pulumi.Output[str]]
    """What a pod names to become the workload: a role ARN, a service account's e-mail address or
    a client ID."""
    groups: Mapping[str, pulumi.Output[str]]
    """What else can be granted to, by persona: a role ARN, `group:…` or an object ID."""


def _default_people(layers: tuple[str, ...]) -> dict[Persona, tuple[Grant, ...]]:
    def each(verbs: dict[str, Verb], otherwise: Verb) -> tuple[Grant, ...]:
        return tuple(Grant(layer=layer, verb=verbs.get(layer, otherwise)) for layer in layers)

    return {
        Persona.DATA_SCIENTIST: each({"scratch": Verb.WRITE}, Verb.READ),
        Persona.ML_ENGINEER: each({"raw": Verb.READ}, Verb.WRITE),
    }


def _repeated(grants: tuple[Grant, ...]) -> Iterator[Fault]:
    seen = set[tuple[str, str | None]]()
    for n, grant in enumerate(grants):
        if (grant.layer, grant.prefix) in seen:
            yield Fault((n,), "one grant for each layer and prefix", grant.layer)
        seen.add((grant.layer, grant.prefix))
