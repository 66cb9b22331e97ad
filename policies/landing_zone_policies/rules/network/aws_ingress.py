"""What AWS's firewalls let in: security groups in three encodings, and network ACLs."""

from collections.abc import Callable, Iterator, Mapping

from landing_zone_policies.estate import Estate
from landing_zone_policies.outcomes import NotApplicable, Outcome
from landing_zone_policies.paths import Found
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check, need
from landing_zone_policies.rules.network.reach import (
    EVERY,
    NONE,
    Opening,
    internet,
    judge_openings,
    no_admin,
    none_but,
    protocol_of,
    spanned,
    unshadowed,
    values,
)
from landing_zone_policies.values import Gap
from landing_zone_policies.wanted import as_number, given, plain

GROUPS = ("aws:ec2:SecurityGroup", "aws:ec2:DefaultSecurityGroup")
OLD_RULE = "aws:ec2:SecurityGroupRule"
RULE = "aws:vpc:SecurityGroupIngressRule"
NATIVE_GROUP = "aws-native:ec2:SecurityGroup"
NATIVE_RULE = "aws-native:ec2:SecurityGroupIngress"
PREFIXES = "aws:ec2:ManagedPrefixList"

INGRESS: Mapping[str, tuple[str, str]] = {
    **dict.fromkeys(GROUPS, ("ingress[]", "protocol")),
    OLD_RULE: ("", "protocol"),
    RULE: ("", "ipProtocol"),
    NATIVE_GROUP: ("securityGroupIngress[]", "ipProtocol"),
    NATIVE_RULE: ("", "ipProtocol"),
}
"""By type, where its rules are, and how they call the protocol."""

SOURCES = ("cidrBlocks", "ipv6CidrBlocks", "cidrIpv4", "cidrIpv6", "cidrIp")
LISTS = ("prefixListIds", "prefixListId", "sourcePrefixListId")

ACLS = ("aws:ec2:NetworkAcl", "aws:ec2:DefaultNetworkAcl")
ACL_RULE = "aws:ec2:NetworkAclRule"

RETURNS_FROM = 1024
"""Answers come back to ports from here on, which an ACL, having no memory, has to let in.

Source: https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports
"""


def let_in(resource: Resource, estate: Estate) -> Iterator[Opening]:
    """Yield what a security group or one of its rules lets in."""
    at, protocol = INGRESS[resource.type]
    if resource.type == OLD_RULE and plain(resource.get("type")) == "egress":
        return
    rows = resource.find(at) if at else [Found("", resource.inputs)]
    for row in rows:
        if isinstance(row.value, Gap):
            if row.value is Gap.UNKNOWN:
                yield Opening(row.path, None, None)
            continue
        yield _opening(row, protocol, resource, estate)


def of_acl(resource: Resource, estate: Estate) -> Iterator[Opening]:
    """Yield what a network ACL lets in from everyone, after what it keeps out before that."""
    if resource.type in ACLS:
        rows = [each for each in resource.find("ingress[]") if each.is_known]
        yield from unshadowed([_acl_opening(row, "action", "ruleNo") for row in rows])
        return
    if plain(resource.get("egress")) is True:
        return
    acl = resource.get("networkAclId")
    beside = [
        each
        for each in estate.of(ACL_RULE)
        if plain(each.get("egress")) is not True
        and each.get("networkAclId") == acl
        and each.takes.get("networkAclId") == resource.takes.get("networkAclId")
        and not (each is not resource and plain(each.get("ruleAction")) == "allow")
    ]
    yield from unshadowed(
        [_acl_opening(Found("", each.inputs), "ruleAction", "ruleNumber") for each in beside]
    )


def ingress_check(unwanted: Callable[..., str]) -> Check:
    """Return a check of what security groups let in from the internet."""

    @check(*INGRESS, reads=("ingress[].cidrBlocks", "cidrIpv4", "fromPort", "toPort"), joins=True)
    def look(resource: Resource, world: World) -> Iterator[Outcome]:
        openings = let_in(resource, world.estate)
        yield from judge_openings(openings, unwanted, world.settings.public_ports)

    return look


@check(*ACLS, ACL_RULE, reads=("ingress[].cidrBlock", "cidrBlock", "ruleAction"), joins=True)
def acl_admits_no_admin(resource: Resource, world: World) -> Iterator[Outcome]:
    """An ACL lets answers in, but nobody to the ports for administration."""
    openings = list(of_acl(resource, world.estate))
    wanted = [each for each in openings if not _is_for_answers(each)]
    if openings and not wanted:
        yield NotApplicable("it lets answers in")
        return
    yield from judge_openings(wanted, no_admin, world.settings.public_ports)


@check("aws:eks:NodeGroup", reads=("remoteAccess.ec2SshKey", "remoteAccess.sourceSecurityGroupIds"))
def nodes_take_no_ssh(group: Resource, _world: World) -> Iterator[Outcome]:
    """Nodes with a key for SSH and no named source take it from everyone.

    Source: https://docs.aws.amazon.com/eks/latest/APIReference/API_RemoteAccessConfig.html
    """
    if group.get("remoteAccess.ec2SshKey") is Gap.MISSING:
        yield NotApplicable("its nodes have no key for SSH")
        return
    path = "remoteAccess.sourceSecurityGroupIds"
    yield from need("aws:eks:NodeGroup", path, given, says=OPEN_SSH).look(group, _world)


OPEN_SSH = "remoteAccess names no sourceSecurityGroupIds: port 22 is open to everyone"


def _opening(row: Found, protocol: str, resource: Resource, estate: Estate) -> Opening:
    sources = [(name, each) for name in SOURCES for each in row.find(name)]
    at = INGRESS[resource.type][0]
    named = [name for name in LISTS if row.find(name)[0].value is not Gap.MISSING]
    listed = [each for name in named for each in row.find(name)]
    entries = [
        entry
        for name in named
        for target in estate.targets(resource, f"{at}.{name}[]" if at else name, PREFIXES)
        for entry in target.find("entries[].cidr")
    ]
    open_ones = [each for _, each in sources if internet([each.value])]
    everyone = internet([*(each.value for _, each in sources), *values(entries)])
    path = open_ones[0].path if open_ones else next((each.path for each in listed), row.path)
    first, last = row.find("fromPort")[0].value, row.find("toPort")[0].value
    spoken = row.find(protocol)[0].value
    return Opening(path, everyone, spanned(spoken, first, last), protocol_of(spoken))


def _acl_opening(row: Found, action: str, order: str) -> Opening:
    found = [*row.find("cidrBlock"), *row.find("ipv6CidrBlock")]
    at = next((each.path for each in found if each.value is not Gap.MISSING), row.path)
    protocol = row.find("protocol")[0].value
    ranges = spanned(protocol, row.find("fromPort")[0].value, row.find("toPort")[0].value)
    return Opening(
        at,
        internet(values(found)),
        ranges,
        protocol_of(protocol),
        as_number(row.find(order)[0].value) or 0,
        allows=plain(row.find(action)[0].value) != "deny",
    )


def _is_for_answers(opening: Opening) -> bool:
    ranges = opening.ports
    return (
        bool(ranges)
        and ranges not in (EVERY, NONE)
        and all(low >= RETURNS_FROM and high - low > 10_000 for low, high in ranges or ())
    )


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "NET-01": (ingress_check(no_admin), acl_admits_no_admin, nodes_take_no_ssh),
    "NET-02": (ingress_check(none_but),),
}
