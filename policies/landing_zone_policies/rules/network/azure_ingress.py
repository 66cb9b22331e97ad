"""What Azure's network security groups let in."""

from collections.abc import Callable, Iterator, Mapping

from landing_zone_policies.estate import Estate
from landing_zone_policies.outcomes import Outcome
from landing_zone_policies.paths import Found
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check
from landing_zone_policies.rules.network.reach import (
    EVERY,
    NONE,
    Opening,
    Ranges,
    internet,
    judge_openings,
    no_admin,
    none_but,
    ports,
    protocol_of,
    unshadowed,
    values,
)
from landing_zone_policies.values import UNKNOWN, Gap
from landing_zone_policies.wanted import as_number, plain

GROUPS = ("azure-native:network:NetworkSecurityGroup", "azure:network:NetworkSecurityGroup")
RULES = ("azure-native:network:SecurityRule", "azure:network:NetworkSecurityRule")

WITHOUT_PORTS = frozenset({"icmp", "esp", "ah"})


def let_in(resource: Resource, estate: Estate) -> Iterator[Opening]:
    """Yield what the rules of a group, or one rule beside it, let in, in their order.

    Source: https://learn.microsoft.com/azure/virtual-network/network-security-groups-overview
    """
    if resource.type in GROUPS:
        rows = resource.find("securityRules[]")
        if rows[0].value is UNKNOWN:
            yield Opening(rows[0].path, None, None)
        own = [_opening(each) for each in rows if each.is_known and _is_inbound(each)]
        yield from unshadowed(own)
        return
    rows = [Found("", resource.inputs), *_denials_beside(resource, estate)]
    yield from unshadowed([_opening(each) for each in rows if _is_inbound(each)])


def group_check(unwanted: Callable[..., str]) -> Check:
    """Return a check of what network security groups let in from the internet."""

    @check(
        *GROUPS,
        *RULES,
        reads=(
            "securityRules[].sourceAddressPrefix",
            "sourceAddressPrefix",
            "destinationPortRange",
        ),
        joins=True,
    )
    def look(resource: Resource, world: World) -> Iterator[Outcome]:
        openings = let_in(resource, world.estate)
        yield from judge_openings(openings, unwanted, world.settings.public_ports)

    return look


def _denials_beside(rule: Resource, estate: Estate) -> Iterator[Found]:
    """Yield the rules of the same group that keep something out."""
    group, made_of = (
        rule.get("networkSecurityGroupName"),
        rule.takes.get("networkSecurityGroupName"),
    )
    for each in estate.of(*RULES):
        same = each.get("networkSecurityGroupName") == group
        if each is rule or not same or plain(each.get("access")) != "deny":
            continue
        if each.takes.get("networkSecurityGroupName") == made_of:
            yield Found("", each.inputs)


def _is_inbound(row: Found) -> bool:
    return plain(row.find("direction")[0].value) != "outbound"


def _opening(row: Found) -> Opening:
    sources = [*row.find("sourceAddressPrefix"), *row.find("sourceAddressPrefixes[]")]
    given = [each for each in sources if each.value not in (Gap.MISSING, "")]
    by_group = row.find("sourceApplicationSecurityGroups")[0].value not in (Gap.MISSING, [])
    everyone = internet(values(given)) if given else not by_group
    allows = plain(row.find("access")[0].value) != "deny"
    if not allows and not _is_for_all(row):
        everyone = False
    path = next((each.path for each in given if internet([each.value])), None)
    return Opening(
        path or (given[0].path if given else row.path),
        everyone,
        _ports(row),
        protocol_of(row.find("protocol")[0].value),
        as_number(row.find("priority")[0].value) or 0,
        allows,
    )


def _is_for_all(row: Found) -> bool:
    """Whether a rule is about every machine behind the group."""
    found = [*row.find("destinationAddressPrefix"), *row.find("destinationAddressPrefixes[]")]
    return any(plain(each.value) in ("*", "any", "0.0.0.0/0") for each in found if each.is_known)


def _ports(row: Found) -> Ranges | None:
    if protocol_of(row.find("protocol")[0].value) in WITHOUT_PORTS:
        return NONE
    found = [*row.find("destinationPortRange"), *row.find("destinationPortRanges[]")]
    listed = [each.value for each in found if each.value not in (Gap.MISSING, "")]
    return ports(listed) if listed else EVERY


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "NET-01": (group_check(no_admin),),
    "NET-02": (group_check(none_but),),
}
