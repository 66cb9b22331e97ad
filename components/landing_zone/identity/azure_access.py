"""Access to the layers of a lake on Azure: a role for each verb, given on containers."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import pulumi
from pulumi_azure_native import authorization

from landing_zone.baseline.azure_roles import PrincipalType, assign_role, built_in, custom_role
from landing_zone.core import Scope
from landing_zone.datalake.spec import DataLakeOutputs
from landing_zone.identity.azure_conditions import BLOBS, CHANGES, within
from landing_zone.identity.spec import Grant, IdentitySpec, Verb

CONTAINER = BLOBS.rpartition("/")[0]

READER = "Storage Blob Data Reader"
"""The built-in role behind `read`. Those that write are not used: one lets its holder delete whole
containers, another do anything to them, and no condition narrows that.

Source: https://learn.microsoft.com/azure/role-based-access-control/built-in-roles/storage
"""

DESCRIPTIONS: Mapping[Verb, str] = {
    Verb.WRITE: "Reads, creates, replaces and deletes the objects of a layer.",
    Verb.ADMIN: "Writes the objects of a layer, and removes earlier versions of them.",
}


@dataclass(frozen=True)
class Access:
    """What identities are granted access to."""

    scope: Scope
    lake: DataLakeOutputs
    roles: Mapping[Verb, pulumi.Input[str]]
    """The role behind each verb that somebody needs, by ID."""

    @classmethod
    def to(cls, scope: Scope, lake: DataLakeOutputs, spec: IdentitySpec) -> "Access":
        """Declare the roles that the grants of a spec need."""
        needed = {grant.verb for grant in _grants(scope, spec)}
        return cls(scope, lake, {verb: _role(scope, lake, verb) for verb in Verb if verb in needed})

    def granted(
        self, part: str, grants: Iterable[Grant], *, to: pulumi.Input[str], kind: PrincipalType
    ) -> list[authorization.RoleAssignment]:
        """Grant layers by verb; prefixes of the same layer and verb share one assignment."""
        prefixes = dict[tuple[str, Verb], list[str | None]]()
        for grant in grants:
            prefixes.setdefault((grant.layer, grant.verb), []).append(grant.prefix)
        return [
            assign_role(
                self.scope,
                f"{part}-{layer}-{verb.value}",
                role=self.roles[verb],
                on=self.lake.ids[layer],
                to=to,
                kind=kind,
                condition=within(verb, wanted),
            )
            for (layer, verb), wanted in prefixes.items()
        ]

    def overseen(
        self, part: str, *, to: pulumi.Input[str], kind: PrincipalType
    ) -> list[authorization.RoleAssignment]:
        """Let somebody see how each layer is kept, without its data."""
        return [
            assign_role(
                self.scope,
                f"{part}-{layer}-metadata",
                role=built_in(self.scope.env, "Reader"),
                on=container,
                to=to,
                kind=kind,
            )
            for layer, container in self.lake.ids.items()
        ]


def _grants(scope: Scope, spec: IdentitySpec) -> Iterator[Grant]:
    for workload in spec.workloads:
        yield from workload.grants
    for persona, grants in (spec.people or {}).items():
        if persona in scope.env.groups:
            yield from grants


def _role(scope: Scope, lake: DataLakeOutputs, verb: Verb) -> pulumi.Input[str]:
    if verb is Verb.READ:
        return built_in(scope.env, READER)
    return custom_role(
        scope,
        f"{verb.value}-role",
        named=verb.value,
        description=DESCRIPTIONS[verb],
        actions=[f"{CONTAINER}/read"],
        data_actions=[f"{BLOBS}/{action}" for action in ("read", *CHANGES[verb])],
        within=pulumi.Output.all(*lake.ids.values()).apply(_groups_of),
    )


def _groups_of(containers: list[str]) -> list[str]:
    return sorted({container.partition("/providers/")[0] for container in containers})
