"""What the firewall lets through: rule groups, in strict order, and what happens otherwise."""

from collections.abc import Sequence
from typing import Any

import pulumi_aws as aws

from landing_zone.core import Scope
from landing_zone.network.spec import NetworkSpec

CAPACITY = 1000
"""Rules a group has room for. It can't change later, so it has room to spare: a list of domains
takes two rules for each, and 30,000 are allowed in all.

Source: https://docs.aws.amazon.com/network-firewall/latest/developerguide/rule-group-capacity.html
"""

BLOCKED = ("UDP", "ICMP")
"""Protocols that carry no domain name. They are dropped by rule, as the default action for
established connections lets a first packet out, which is all that UDP needs. The name service and
the clock of a VPC are not reached through the firewall."""

DEFAULTS = ("aws:drop_established_app_layer", "aws:alert_established_app_layer")
"""Drop, and report, what no rule allows. The application layer's form waits until the whole TLS
greeting has been seen, also where it comes in several packets, as post-quantum ones do.

Source:
https://docs.aws.amazon.com/network-firewall/latest/developerguide/suricata-rule-evaluation-order.html
"""


def rules(scope: Scope, spec: NetworkSpec, encryption: Any) -> aws.networkfirewall.FirewallPolicy:
    """Declare the policy: the named domains pass, everything else is dropped and reported."""
    groups = [
        _group(scope, "domains", _domains(spec), spec, encryption),
        _group(scope, "protocols", _protocols(), spec, encryption),
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
    """Allow domains by the name in a TLS greeting or in an HTTP request."""
    return {
        "rules_source_list": {
            "generated_rules_type": "ALLOWLIST",
            "target_types": ["TLS_SNI", "HTTP_HOST"],
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
                    "destination_port": "ANY",
                },
                "rule_options": [{"keyword": "sid", "settings": [str(sid)]}],
            }
            for sid, protocol in enumerate(BLOCKED, start=1)
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
