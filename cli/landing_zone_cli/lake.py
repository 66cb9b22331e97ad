"""The lake that identities are granted access to, as a rehearsed deployment shows it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from landing_zone_cli.access import Access, KeyUse
from landing_zone_cli.document import Plan, Resource, mapping

LAKE = "landing-zone:index:DataLake"
ACCESS_LOG = "access log"

KeyUser = Literal["principal", "store"]
"""Who decrypts: on AWS whoever asks for an object, elsewhere the store itself."""


@dataclass(frozen=True)
class Lake:
    """The stores of one lake and their key."""

    stores: Mapping[str, str] = field(default_factory=dict[str, str])
    """The ID of each layer's store; none where the lake is not part of the plan."""
    access_log: str = ""
    key: str = ""
    key_name: str | None = None
    urns: frozenset[str] = frozenset()
    """The resources that belong to the lake."""
    callers_decrypt: bool = False
    """Whether the cloud asks the caller for the key, and not the store."""

    @classmethod
    def beside(cls, plan: Plan, component: Resource) -> "Lake":
        """Return the lake with the same parent as a component, or the only one there is."""
        lakes = plan.of_type(LAKE)
        beside = [lake for lake in lakes if lake.parent == component.parent]
        return next((cls._of(plan, lake) for lake in beside or lakes), cls())

    @classmethod
    def _of(cls, plan: Plan, lake: Resource) -> "Lake":
        inside = list(plan.within(lake))
        key = str(lake.outputs.get("key"))
        owner = plan.owner(key)
        return cls(
            stores=mapping(lake.outputs.get("ids")),
            access_log=str(lake.outputs.get("access_log") or ""),
            key=key,
            key_name=owner.name if owner else key,
            urns=frozenset(each.urn for each in inside),
            callers_decrypt=any(each.type.startswith("aws:") for each in inside),
        )

    def name_of(self, store: str) -> str:
        """Return which layer a store is; what is none of ours by its ID."""
        if store and store == self.access_log:
            return ACCESS_LOG
        return next((layer for layer, id_ in self.stores.items() if id_ == store), store)

    def is_reached_by(self, access: Access) -> bool:
        """Say whether somebody can do something with a layer, or with all that it is a part of."""
        wide = f"{access.store}/"
        reached = (
            access.store == "*" or f"{id_}/".startswith(wide) for id_ in self.stores.values()
        )
        return bool(access.operations) and any(reached)

    def key_use(
        self, uses: Iterable[KeyUse], principal: str, *, encrypts: bool
    ) -> tuple[KeyUser | None, tuple[str, ...]]:
        """Return who decrypts what a principal reads, and the grants that let them."""
        uses = [each for each in uses if _same_key(each.key, self.key)]
        own = [each for each in uses if each.principal == principal]
        enough = tuple(each.urn for each in own if each.encrypts or not encrypts)
        if enough:
            return "principal", enough
        of_store = tuple(each.urn for each in uses if each.encrypts and each.urn in self.urns)
        if of_store and not self.callers_decrypt:
            return "store", of_store
        return None, ()


def _same_key(one: str, other: str) -> bool:
    """Compare IDs of keys; in Azure's grants a key is in its vault, elsewhere at its address."""
    separator = "/keys/"
    if separator in one and separator in other:
        return one.rpartition(separator)[2] == other.rpartition(separator)[2]
    return one == other
