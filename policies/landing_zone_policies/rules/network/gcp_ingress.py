"""What Google Cloud's firewalls let in."""

from collections.abc import Callable, Iterator, Mapping

from landing_zone_policies.outcomes import NotApplicable, Outcome
from landing_zone_policies.paths import Found
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check
from landing_zone_policies.rules.network.reach import (
    ANY_PROTOCOL,
    EVERY,
    NONE,
    WITH_PORTS,
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

FIREWALL = "gcp:compute:Firewall"
RULES = (
    "gcp:compute:NetworkFirewallPolicyRule",
    "gcp:compute:RegionNetworkFirewallPolicyRule",
    "gcp:compute:FirewallPolicyRule",
)
WHOLE = (
    "gcp:compute:NetworkFirewallPolicyWithRules",
    "gcp:compute:RegionNetworkFirewallPolicyWithRules",
    "gcp:compute:FirewallPolicyWithRules",
)

NARROWER = (
    "srcAddressGroups",
    "srcFqdns",
    "srcNetworks",
    "srcRegionCodes",
    "srcSecureTags",
    "srcThreatIntelligences",
)
"""Sources of a rule that are not addresses.

Source: https://cloud.google.com/firewall/docs/firewall-policies-rule-details#sources
"""


def of_firewall(firewall: Resource) -> Iterator[Opening]:
    """Yield what a firewall rule of a network lets in; without a source that is everyone.

    Source: https://cloud.google.com/firewall/docs/firewalls#sources
    """
    ranges = firewall.find("sourceRanges")
    named = [firewall.get(each) for each in ("sourceTags", "sourceServiceAccounts")]
    everyone = internet(values(ranges))
    if ranges[0].value in (Gap.MISSING, []) and not any(_is_given(each) for each in named):
        everyone = True
    for row in firewall.find("allows[]"):
        if row.value is not Gap.MISSING:
            yield Opening(ranges[0].path, everyone, _ports(row, "protocol"))


def of_policy(rows: list[Found]) -> Iterator[Opening]:
    """Yield what the rules of a firewall policy let in, in their order."""
    kept = [
        each
        for each in rows
        if each.is_known
        and plain(each.find("direction")[0].value) != "egress"
        and plain(each.find("disabled")[0].value) is not True
        and plain(each.find("action")[0].value) != "goto_next"
    ]
    yield from unshadowed([one for each in kept for one in _of_rule(each)])


def firewall_check(unwanted: Callable[..., str]) -> Check:
    """Return a check of what a network's firewall rules let in from the internet."""

    @check(FIREWALL, reads=("sourceRanges", "allows[].ports", "allows[].protocol", "direction"))
    def look(firewall: Resource, world: World) -> Iterator[Outcome]:
        if plain(firewall.get("direction")) == "egress":
            yield NotApplicable("it is about what goes out")
        elif plain(firewall.get("disabled")) is True:
            yield NotApplicable("it is disabled")
        else:
            openings = of_firewall(firewall)
            yield from judge_openings(openings, unwanted, world.settings.public_ports)

    return look


def policy_check(unwanted: Callable[..., str]) -> Check:
    """Return a check of what the rules of firewall policies let in from the internet."""

    @check(*RULES, *WHOLE, reads=("match.srcIpRanges", "match.layer4Configs", "action"))
    def look(resource: Resource, world: World) -> Iterator[Outcome]:
        rows = resource.find("rules[]") if resource.type in WHOLE else [Found("", resource.inputs)]
        openings = of_policy(rows)
        yield from judge_openings(openings, unwanted, world.settings.public_ports)

    return look


def _of_rule(rule: Found) -> Iterator[Opening]:
    sources = rule.find("match.srcIpRanges")
    places = [*rule.find("match.srcNetworkContext"), *rule.find("match.srcNetworkScope")]
    spoken = [plain(each.value) for each in places if each.is_known]
    everyone = internet(values(sources))
    if sources[0].value in (Gap.MISSING, []):
        named = any(_is_given(rule.find(f"match.{each}")[0].value) for each in NARROWER)
        everyone = not named and not (spoken and "internet" not in spoken)
    for row in rule.find("match.layer4Configs[]"):
        yield Opening(
            sources[0].path or "match",
            everyone,
            EVERY if row.value is Gap.MISSING else _ports(row, "ipProtocol"),
            protocol_of(row.find("ipProtocol")[0].value),
            as_number(rule.find("priority")[0].value) or 0,
            allows=plain(rule.find("action")[0].value) != "deny",
        )


def _ports(row: Found, protocol: str) -> Ranges | None:
    spoken = row.find(protocol)[0].value
    if spoken is UNKNOWN:
        return None
    known = protocol_of(spoken)
    if known not in WITH_PORTS:
        return EVERY if known in ANY_PROTOCOL else NONE
    listed = row.find("ports")[0].value
    if listed in (Gap.MISSING, []):
        return EVERY
    return ports([listed])


def _is_given(value: object) -> bool:
    return value is not Gap.MISSING and value not in ([], "", {})


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "NET-01": (firewall_check(no_admin), policy_check(no_admin)),
    "NET-02": (firewall_check(none_but), policy_check(none_but)),
}
