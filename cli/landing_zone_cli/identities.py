"""Who may do what on which layer with which key: what was asked for, and what grants it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cached_property
from typing import Any, Literal, cast

from landing_zone_cli.access import Access, KeyUse, granted
from landing_zone_cli.access.model import VERBS, Operation
from landing_zone_cli.document import Plan, Resource, mapping

IDENTITY = "landing-zone:index:Identity"
LAKE = "landing-zone:index:DataLake"
ACCESS_LOG = "access log"

Status = Literal["granted", "none", "oversight", "missing", "beyond", "unproven"]
"""`granted`: asked for, and the plan grants it with its key. `none`: may do nothing with data.
`oversight`: not asked for, but shows no data of a layer. `missing`: asked for, but the plan does
not grant it, or not its key. `beyond`: granted, and nobody asked for it. `unproven`: asked for, on
a lake that is not in the plan."""

FAULTS: frozenset[Status] = frozenset({"missing", "beyond"})

KeyUser = Literal["principal", "store"]
"""Who decrypts: on AWS whoever asks for an object, elsewhere the store itself."""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One line of the matrix."""

    who: str
    """A workload, a persona, or somebody else who can reach a layer."""
    kind: Literal["workload", "people", "other"]
    principal: str
    """Who that is to the cloud: a role, a service account, an identity or a group."""
    pods: str | None = None
    """The Kubernetes namespace and service account of a workload."""
    verb: str | None = None
    """`read`, `write`, `admin`, or single operations; None where nothing may be done."""
    layer: str | None = None
    prefix: str | None = None
    """Only objects whose names begin so; None for the whole layer."""
    key: str | None = None
    """The key that the layer is encrypted with."""
    key_used_by: KeyUser | None = None
    """Who is granted the key; None where it takes no key, or nobody is."""
    status: Status
    grants: tuple[str, ...] = ()
    """The resources that grant it, the key's among them, by URN."""


def matrix(plan: Plan, groups: Mapping[str, str]) -> list[Row]:
    """Return a row for everything that was asked for or is granted.

    Policies of identities are read, not those of buckets, which only take away.

    Args:
        plan: of a rehearsed deployment, in which policies are known to the letter.
        groups: the cloud's own group behind each persona, as the environment says.
    """
    found = list(granted(plan))
    return [
        row
        for identity in plan.of_type(IDENTITY)
        for row in _Identities(plan, identity, found, groups).rows()
    ]


def as_json(rows: Iterable[Row]) -> list[dict[str, Any]]:
    """Return the matrix as data."""
    return [asdict(row) for row in rows]


@dataclass(frozen=True)
class _Principal:
    id: str
    """As the cloud's grants name it."""
    shown: Mapping[str, Any]
    """What its rows say of it."""
    asked: Sequence[Mapping[str, Any]] = ()


@dataclass
class _Place:
    """What a principal may do in one store or folder."""

    operations: frozenset[Operation] = frozenset()
    urns: tuple[str, ...] = ()


@dataclass(frozen=True)
class _Identities:
    """One Identity component, and the grants of the whole plan."""

    plan: Plan
    component: Resource
    found: Sequence[Access | KeyUse]
    groups: Mapping[str, str]

    def rows(self) -> Iterator[Row]:
        principals = [*self._workloads(), *self._people()]
        for principal in principals:
            rows = [*self._rows_of(principal)]
            yield from rows or [Row(**principal.shown, status="none")]
        known = {principal.id for principal in principals}
        others = {each.principal for each in self.found if self._is_of_a_layer(each)} - known
        for other in sorted(others):
            shown = {"who": self._name(other), "kind": "other", "principal": self._name(other)}
            yield from self._rows_of(_Principal(other, shown))

    def _workloads(self) -> Iterator[_Principal]:
        principals = mapping(self.component.outputs.get("principals"))
        for each in cast("list[dict[str, Any]]", self.component.inputs.get("workloads") or []):
            id_ = str(principals.get(each["name"]))
            shown = {
                "who": each["name"],
                "kind": "workload",
                "principal": self._name(id_),
                "pods": f"{each['namespace']}/{each['service_account']}",
            }
            yield _Principal(id_, shown, each["grants"])

    def _people(self) -> Iterator[_Principal]:
        asked = mapping(self.component.inputs.get("people"))
        for persona, id_ in sorted(mapping(self.component.outputs.get("groups")).items()):
            principal = self.groups.get(persona) or self._name(str(id_))
            shown = {"who": persona, "kind": "people", "principal": principal}
            yield _Principal(str(id_), shown, asked.get(persona) or ())

    def _rows_of(self, principal: _Principal) -> Iterator[Row]:
        places = self._places(principal.id)
        for grant in principal.asked:
            place = places.pop(
                (self._stores.get(grant["layer"], ""), grant.get("prefix")), _Place()
            )
            yield self._asked(principal, grant, place)
            beyond = place.operations - VERBS[grant["verb"]]
            if beyond:
                yield Row(
                    **principal.shown,
                    verb=_words(beyond),
                    layer=grant["layer"],
                    prefix=grant.get("prefix"),
                    status="beyond",
                    grants=place.urns,
                )
        for (store, prefix), place in sorted(places.items(), key=str):
            layer = self._layers.get(store, store)
            harmless = layer == ACCESS_LOG or place.operations <= {Operation.LIST}
            yield Row(
                **principal.shown,
                verb=_words(place.operations),
                layer=layer,
                prefix=prefix,
                status="oversight" if harmless else "beyond",
                grants=place.urns,
            )

    def _asked(self, principal: _Principal, grant: Mapping[str, Any], place: _Place) -> Row:
        used_by, key_urns = self._key_use(principal.id, encrypts=grant["verb"] != "read")
        complete = VERBS[grant["verb"]] <= place.operations and used_by is not None
        status: Status = "granted" if complete else "missing" if self._lake else "unproven"
        return Row(
            **principal.shown,
            verb=grant["verb"],
            layer=grant["layer"],
            prefix=grant.get("prefix"),
            key=self._key_name(),
            key_used_by=used_by,
            status=status,
            grants=(*place.urns, *key_urns),
        )

    def _places(self, principal: str) -> dict[tuple[str, str | None], _Place]:
        places: dict[tuple[str, str | None], _Place] = {}
        for each in self.found:
            if isinstance(each, Access) and each.principal == principal and each.operations:
                place = places.setdefault((each.store, each.prefix), _Place())
                place.operations |= each.operations
                place.urns = (*dict.fromkeys((*place.urns, each.urn)),)
        return places

    def _key_use(self, principal: str, *, encrypts: bool) -> tuple[KeyUser | None, tuple[str, ...]]:
        uses = [
            each
            for each in self.found
            if isinstance(each, KeyUse) and _same_key(each.key, self._key)
        ]
        own = [
            each.urn for each in uses if each.principal == principal and each.encrypts >= encrypts
        ]
        if own:
            return "principal", tuple(own)
        of_store = [each.urn for each in uses if each.encrypts and each.urn in self._lake_urns]
        if of_store and not self._callers_use_the_key:
            return "store", tuple(of_store)
        return None, ()

    def _is_of_a_layer(self, found: Access | KeyUse) -> bool:
        return isinstance(found, Access) and found.store in self._stores.values()

    def _name(self, id_: str) -> str:
        """Return who has an ID, in words that are true before it exists."""
        resource = self._owner(id_)
        return f"{resource.kind.rpartition('.')[2]} {resource.name}" if resource else _bare(id_)

    def _key_name(self) -> str | None:
        resource = self._owner(self._key)
        return resource.name if resource else self._key or None

    def _owner(self, id_: str) -> Resource | None:
        for resource in self.plan.resources:
            if resource.custom and _bare(id_) in _identifiers(resource):
                return resource
        return None

    @cached_property
    def _lake(self) -> Resource | None:
        lakes = self.plan.of_type(LAKE)
        beside = [lake for lake in lakes if lake.parent == self.component.parent]
        return next(iter(beside or lakes), None)

    @cached_property
    def _lake_urns(self) -> frozenset[str]:
        lake = self._lake
        return frozenset(each.urn for each in self.plan.within(lake)) if lake else frozenset()

    @cached_property
    def _stores(self) -> dict[str, str]:
        return mapping(self._lake.outputs.get("ids")) if self._lake else {}

    @cached_property
    def _layers(self) -> dict[str, str]:
        log = str(self._lake.outputs.get("access_log", "")) if self._lake else ""
        return {**({log: ACCESS_LOG} if log else {}), **{v: k for k, v in self._stores.items()}}

    @cached_property
    def _key(self) -> str:
        return str(self._lake.outputs.get("key")) if self._lake else ""

    @cached_property
    def _callers_use_the_key(self) -> bool:
        return any(each.type.startswith("aws:") for each in self.plan.within(self.component))


def _bare(id_: str) -> str:
    return id_.removeprefix("serviceAccount:").removeprefix("group:")


def _identifiers(resource: Resource) -> set[str]:
    """Return everything by which a grant may mean a resource."""
    named = (resource.outputs.get(each) for each in ("arn", "email", "principalId", "keyUri"))
    return {each for each in (resource.id, *named) if isinstance(each, str) and each}


def _same_key(one: str, other: str) -> bool:
    """Compare IDs of keys; in Azure's grants a key is in its vault, elsewhere at its address."""
    separator = "/keys/"
    if separator in one and separator in other:
        return one.rpartition(separator)[2] == other.rpartition(separator)[2]
    return one == other


def _words(operations: frozenset[Operation]) -> str:
    for verb, all_of_it in VERBS.items():
        if operations == all_of_it:
            return verb
    return ", ".join(operation for operation in Operation if operation in operations)
