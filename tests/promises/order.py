"""The promises about order, checked alike on every cloud: who waits for whom."""

from collections.abc import Iterator

from landing_zone_rehearsal import Resource
from tests.promises.table import Grant, Table, is_meant
from tests.promises.view import Zone, at, leaves


def granted_first(zone: Zone, table: Table) -> Iterator[str]:
    """Whoever uses a key or writes to a log waits for the right to that very one."""
    for kind, grant in table.granted.items():
        users = [each for each in zone.of(kind.partition(" ")[0]) if is_meant(kind, each)]
        if not users:
            yield f"no {kind} is declared"
        for user in users:
            before = [zone.recording.by_urn[urn] for urn in zone.waits_for(user)]
            if not any(_opens(zone, grant, each, user) for each in before):
                yield f"{user.name} does not wait for its {grant.type}"


def ordered(zone: Zone) -> Iterator[str]:
    """Whoever mentions another resource waits for it, so that destroying goes in reverse."""
    for resource in zone.declared:
        before = zone.waits_for(resource)
        for path, value in leaves(resource.inputs):
            owner = zone.owners.get(value) if isinstance(value, str) else None
            if owner is not None and owner.urn != resource.urn and owner.urn not in before:
                yield f"{resource.name}: {path} mentions {owner.name} without waiting for it"


def destroyable(zone: Zone, table: Table) -> Iterator[str]:
    """Nothing waits for what is destroyed first, and nothing is left behind."""
    seen = set[str]()
    for resource in zone.recording.resources:
        late = [urn for urn in zone.waits_for(resource) if urn not in seen]
        if late:
            yield f"{resource.name} waits for {late[0]}, which comes later"
        seen.add(resource.urn)
        if resource.retain_on_delete and resource.type not in table.kept:
            yield f"{resource.name} would be left behind"


def _opens(zone: Zone, grant: Grant, right: Resource, user: Resource) -> bool:
    if right.type != grant.type:
        return False
    pairs = (
        [(grant.on, grant.used), (grant.to, grant.user)] if grant.to else [(grant.on, grant.used)]
    )
    return all(
        _is_same(zone, str(at(right.inputs, given)), str(at(user.inputs, needed)))
        for given, needed in pairs
    )


def _is_same(zone: Zone, one: str, other: str) -> bool:
    """Two texts may name one thing: by its ID, the end of its ID, or what the cloud made up."""
    owner = zone.owners.get(one)
    is_owned = owner is not None and owner is zone.owners.get(other)
    return is_owned or one.endswith(other) or other.endswith(one)
