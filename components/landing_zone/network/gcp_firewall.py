"""A network's firewall policy: what comes in, and what goes out where that is limited."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

import pulumi
from pulumi_gcp import compute

from landing_zone.core import Scope
from landing_zone.network.addresses import Addresses
from landing_zone.network.gcp_dns import google_range
from landing_zone.network.spec import NetworkSpec

ANYWHERE = "0.0.0.0/0"

MOST_DOMAINS = 100
"""Domain names in one rule.

Source: https://cloud.google.com/firewall/docs/fqdn-objects-overview
"""

Match = compute.NetworkFirewallPolicyRuleMatchArgsDict

Ports = compute.NetworkFirewallPolicyRuleMatchLayer4ConfigArgsDict

ALL: list[Ports] = [{"ip_protocol": "all"}]
HTTPS: list[Ports] = [{"ip_protocol": "tcp", "ports": ["443"]}]


@dataclass(frozen=True)
class Rule:
    """One line of the policy."""

    name: str
    priority: int
    direction: Literal["INGRESS", "EGRESS"]
    action: Literal["allow", "deny"]
    match: Match

    @property
    def logs(self) -> bool:
        """Whether each connection is logged: those refused, and those that leave the network."""
        return self.action == "deny" or "dest_fqdns" in self.match


def firewall(
    scope: Scope, spec: NetworkSpec, network: compute.Network, ranges: Addresses
) -> list[pulumi.Resource]:
    """Declare the policy with its rules, then put the network under it.

    What a rule of the policy leaves open, a VPC refuses (in) or permits (out) by rules of its own
    that are not logged. DNS and the metadata server are always permitted.

    Sources: https://cloud.google.com/firewall/docs/network-firewall-policies,
    https://cloud.google.com/firewall/docs/firewalls#alwaysallowed
    """
    policy = compute.NetworkFirewallPolicy(
        scope.child("firewall"),
        project=scope.env.account,
        description=f"Traffic of {scope.names.component}.",
        opts=scope.opts(depends_on=[network]),
    )
    rules = [_rule(scope, policy, each) for each in _rules(scope, spec, ranges)]
    association = compute.NetworkFirewallPolicyAssociation(
        scope.child("firewall-on"),
        project=scope.env.account,
        firewall_policy=policy.id,
        attachment_target=network.id,
        opts=scope.opts(depends_on=rules),
    )
    return [association]


def _rules(scope: Scope, spec: NetworkSpec, ranges: Addresses) -> Iterator[Rule]:
    machines = [str(ranges.nodes), str(ranges.pods)]
    yield Rule("in-internal", 1000, "INGRESS", "allow", _from(machines, ALL))
    yield Rule("in-rest", 65000, "INGRESS", "deny", _from([ANYWHERE], ALL))
    if not spec.egress_allow:
        return
    _, google, _ = google_range(scope)
    yield Rule("out-internal", 2000, "EGRESS", "allow", _to([str(ranges.network)], ALL))
    yield Rule("out-google", 2100, "EGRESS", "allow", _to([google], HTTPS))
    for n in range(0, len(spec.egress_allow), MOST_DOMAINS):
        domains = list(spec.egress_allow[n : n + MOST_DOMAINS])
        match: Match = {"layer4_configs": HTTPS, "dest_fqdns": domains}
        yield Rule(f"out-domains-{n}", 3000 + n, "EGRESS", "allow", match)
    yield Rule("out-rest", 65001, "EGRESS", "deny", _to([ANYWHERE], ALL))


def _rule(
    scope: Scope, policy: compute.NetworkFirewallPolicy, rule: Rule
) -> compute.NetworkFirewallPolicyRule:
    return compute.NetworkFirewallPolicyRule(
        scope.child(rule.name),
        project=scope.env.account,
        firewall_policy=policy.id,
        rule_name=rule.name,
        priority=rule.priority,
        direction=rule.direction,
        action=rule.action,
        match=rule.match,
        enable_logging=rule.logs,
        opts=scope.opts(),
    )


def _from(ranges: list[str], ports: list[Ports]) -> Match:
    return {"layer4_configs": ports, "src_ip_ranges": ranges}


def _to(ranges: list[str], ports: list[Ports]) -> Match:
    return {"layer4_configs": ports, "dest_ip_ranges": ranges}
