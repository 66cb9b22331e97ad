"""What AWS refuses of the rules of security groups: ports that are none, and rules given twice.

Sources: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_IpPermission.html,
https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from landing_zone_rehearsal.sandbox.behaviour import Request, Rule
from landing_zone_rehearsal.sandbox.objects import say

from .choices import SOURCES

RULES = ("aws:vpc:SecurityGroupIngressRule", "aws:vpc:SecurityGroupEgressRule")

EVERYTHING = "-1"
"""The protocol that stands for all of them, which has no ports."""

WITH_PORTS: Mapping[str, str] = {"tcp": "TCP/UDP", "udp": "TCP/UDP", "icmp": "ICMP"}
"""Protocols that want both ends of a range, and what a message calls them; the names are what most
write, the numbers are left alone."""

SAME = ("securityGroupId", "ipProtocol", *SOURCES)


def has_no_ports(request: Request) -> Iterator[str]:
    """Yield that a rule lacks an end of its range, or that the range runs backwards."""
    rule = request.object
    protocol = str(rule.get("ipProtocol")).lower()
    first, last = rule.get("fromPort"), rule.get("toPort")
    if protocol not in WITH_PORTS:
        return
    if first is None or last is None:
        yield (
            "InvalidParameterValue: Invalid value 'Must specify both from and to ports with"
            f" {WITH_PORTS[protocol]}.' for portRange."
        )
    elif protocol != "icmp" and float(first) > float(last):
        yield f"InvalidParameterValue: Invalid TCP/UDP port range ({first:g}:{last:g})"


def lets_everything_twice(request: Request) -> Iterator[str]:
    """Yield that another rule lets everything of the same source already."""
    rule = request.object
    if str(rule.get("ipProtocol")) != EVERYTHING:
        return
    for other in request.world.of(rule.kind):
        apart = other.id != rule.id and other.place == rule.place
        if apart and all(other.get(path) == rule.get(path) for path in SAME):
            yield say(rule.facts.conflict or "", rule)
            return


CHANGING: Mapping[str, Sequence[Rule]] = dict.fromkeys(RULES, (has_no_ports, lets_everything_twice))
