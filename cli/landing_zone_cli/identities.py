"""Who may do what on which layer with which key: what was asked for, and what grants it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal, cast

from landing_zone_cli.access import Access, KeyUse, granted
from landing_zone_cli.access.model import VERBS, Operation
from landing_zone_cli.document import Plan, Resource, bare_id, mapping
from landing_zone_cli.lake import ACCESS_LOG, KeyUser, Lake

IDENTITY = "landing-zone:index:Identity"

VERSION = 1
"""Version of the JSON; it grows only when a reader has to change."""

Status = Literal["granted", "none", "oversight", "missing", "beyond", "unproven"]
"""`granted`: asked for, and the plan grants it with its key. `none`: may do nothing with data.
`oversight`: not asked for, but shows no data of a layer, such as logs. `missing`: asked for, but
the plan does not grant it, or not its key. `beyond`: granted, and nobody asked for it. `unproven`:
asked for, on a lake that is not in the plan."""

FAULTS: frozenset[Status] = frozenset({"missing", "beyond"})


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
    accesses = [each for each in found if isinstance(each, Access)]
    key_uses = [each for each in found if isinstance(each, KeyUse)]
    return [
        row
        for identity in plan.of_type(IDENTITY)
        for row in _Identities(
            plan, identity, Lake.beside(plan, identity), accesses, key_uses, groups
        ).rows()
    ]


def as_json(rows: Iterable[Row]) -> dict[str, Any]:
    """Return the matrix as data."""
    return {"version": VERSION, "identities": [asdict(row) for row in rows]}


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
    lake: Lake
    accesses: Sequence[Access]
    key_uses: Sequence[KeyUse]
    groups: Mapping[str, str]

    def rows(self) -> Iterator[Row]:
        principals = [*self._workloads(), *self._people()]
        for principal in principals:
            rows = [*self._rows_of(principal)]
            yield from rows or [Row(**principal.shown, status="none")]
        known = {principal.id for principal in principals}
        others = {each.principal for each in self.accesses if self.lake.is_reached_by(each)} - known
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
            store = self.lake.stores.get(grant["layer"], "")
            place = places.pop((store, grant.get("prefix")), _Place())
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
            beside = self._beside_the_lake(store, place)
            layer = beside or self.lake.name_of(store)
            harmless = beside or layer == ACCESS_LOG or place.operations <= {Operation.LIST}
            yield Row(
                **principal.shown,
                verb=_words(place.operations),
                layer=layer,
                prefix=prefix,
                status="oversight" if harmless else "beyond",
                grants=place.urns,
            )

    def _asked(self, principal: _Principal, grant: Mapping[str, Any], place: _Place) -> Row:
        encrypts = grant["verb"] != "read"
        used_by, key_urns = self.lake.key_use(self.key_uses, principal.id, encrypts=encrypts)
        complete = VERBS[grant["verb"]] <= place.operations and used_by is not None
        status: Status = "granted" if complete else "missing" if self.lake.stores else "unproven"
        return Row(
            **principal.shown,
            verb=grant["verb"],
            layer=grant["layer"],
            prefix=grant.get("prefix"),
            key=self.lake.key_name,
            key_used_by=used_by,
            status=status,
            grants=(*place.urns, *key_urns),
        )

    def _places(self, principal: str) -> dict[tuple[str, str | None], _Place]:
        places: dict[tuple[str, str | None], _Place] = {}
        for each in self.accesses:
            if each.principal == principal and each.operations:
                place = places.setdefault((each.store, each.prefix), _Place())
                place.operations |= each.operations
                place.urns = (*dict.fromkeys((*place.urns, each.urn)),)
        return places

    def _beside_the_lake(self, store: str, place: _Place) -> str | None:
        """Return the name of a store that is no part of the lake, if who made it lets them in.

        Such is the record of a cluster, which auditors read.
        """
        owner = self.plan.owner(store)
        if owner is None or owner.urn in self.lake.urns:
            return None
        siblings = {each.urn for each in self.plan.resources if each.parent == owner.parent}
        return owner.name if siblings.issuperset(place.urns) else None

    def _name(self, id_: str) -> str:
        """Return who has an ID, in words that are true before it exists."""
        owner = self.plan.owner(id_)
        return f"{owner.kind.rpartition('.')[2]} {owner.name}" if owner else bare_id(id_)


def _words(operations: frozenset[Operation]) -> str:
    for verb, all_of_it in VERBS.items():
        if operations == all_of_it:
            return verb
    return ", ".join(operation for operation in Operation if operation in operations)
