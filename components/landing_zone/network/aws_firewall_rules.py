"""What the firewall lets through: rule groups, in strict order, and what happens otherwise."""

from collections.abc import Sequence
from typing import Any

import pulumi_aws as aws

from landing_zone.core import Scope
from landing_zone.network.spec import NetworkSpec

CAPACITY = 1000
"""Rules a group has room for, one for each domain. It can't change later, so it has room to spare;
30,000 are allowed in all.

Source:
https://docs.aws.amazon.com/network-firewall/latest/developerguide/nwfw-rule-group-capacity.html
"""

BLOCKED = (("UDP", "ANY"), ("ICMP", "ANY"), ("TCP", "0:442"), ("TCP", "444:65535"))
"""Protocols and destination ports that are not HTTPS: all but TCP on port 443.

They are dropped by rule and with their first packet, as the default action lets a connection be
established, and one packet is all that UDP needs. NAT gateways carry no other protocol. The name
service and the clock of a VPC are not reached through the firewall.

Sources: https://docs.aws.amazon.com/network-firewall/latest/APIReference/API_Header.html,
https://docs.aws.amazon.com/vpc/latest/userguide/nat-gateway-basics.html
"""

DEFAULTS = (
    "aws:drop_established_app_layer_to_server",
    "aws:alert_established_app_layer_to_server",
)
"""Drop, and report, what no rule allows. The two belong together: what is dropped without the
other leaves no record.

The application layer's form waits until the whole TLS greeting has been seen, also where it comes
in several packets, as post-quantum ones do. Only what goes to a server is dropped: the form
without `_to_server` also drops servers' keep-alives and resets on connections that are allowed.

Sources:
https://docs.aws.amazon.com/network-firewall/latest/developerguide/suricata-rule-evaluation-order.html,
https://aws.amazon.com/about-aws/whats-new/2026/06/aws-network-firewall-updates-default-drop-action
"""


def rules(scope: Scope, spec: NetworkSpec, encryption: Any) -> aws.networkfirewall.FirewallPolicy:
    """Declare the policy: HTTPS to the named domains passes, all else is dropped and reported."""
    groups = [
        _group(scope, "protocols", _protocols(), spec, encryption),
        _group(scope, "domains", _domains(spec), spec, encryption),
    ]
    return _policy_of(scope, groups, encryption)


def _group(
    scope: Scope, part: str, source: Any, spec: NetworkSpec, encryption: Any
) -> aws.networkfirewall.RuleGroup:
    return aws.networkfirewall.RuleGroup(
        scope.child(part),
        type="STATEFUL",
        capacity=CAPACITY,
        rule_group={
            "rule_variables": {
                "ip_sets": [{"key": "HOME_NET", "ip_set": {"definitions": [str(spec.cidr)]}}]
            },
            "rules_source": source,
            "stateful_rule_options": {"rule_order": "STRICT_ORDER"},
        },
        encryption_configuration=encryption,
        tags=scope.tags,
        opts=scope.opts(),
    )


def _domains(spec: NetworkSpec) -> Any:
    """Allow domains by the name in a TLS greeting, which is what the client says it wants.

    Source: https://docs.aws.amazon.com/network-firewall/latest/APIReference/API_RulesSourceList.html
    """
    return {
        "rules_source_list": {
            "generated_rules_type": "ALLOWLIST",
            "target_types": ["TLS_SNI"],
            "targets": list(spec.egress_allow),
        }
    }


def _protocols() -> Any:
    return {
        "stateful_rules": [
            {
                "action": "DROP",
                "header": {
                    "protocol": protocol,
                    "source": "$HOME_NET",
                    "source_port": "ANY",
                    "direction": "FORWARD",
                    "destination": "ANY",
                    "destination_port": ports,
                },
                "rule_options": [{"keyword": "sid", "settings": [str(sid)]}],
            }
            for sid, (protocol, ports) in enumerate(BLOCKED, start=1)
        ]
    }


def _policy_of(
    scope: Scope, groups: Sequence[aws.networkfirewall.RuleGroup], encryption: Any
) -> aws.networkfirewall.FirewallPolicy:
    return aws.networkfirewall.FirewallPolicy(
        scope.child("firewall-policy"),
        firewall_policy={
            "stateless_default_actions": ["aws:forward_to_sfe"],
            "stateless_fragment_default_actions": ["aws:forward_to_sfe"],
            "stateful_engine_options": {
                "rule_order": "STRICT_ORDER",
                "stream_exception_policy": "DROP",
            },
            "stateful_default_actions": list(DEFAULTS),
            "stateful_rule_group_references": [
                {"priority": priority, "resource_arn": group.arn}
                for priority, group in enumerate(groups, start=1)
            ],
        },
        encryption_configuration=encryption,
        tags=scope.tags,
        opts=scope.opts(),
    )
