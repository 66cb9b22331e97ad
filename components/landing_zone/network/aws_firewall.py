"""AWS Network Firewall: lets through the named domains and drops everything else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from landing_zone.baseline.aws import allow, arn, document
from landing_zone.core import NameRule, Profile, Scope
from landing_zone.keys.spec import KeysOutputs, Purpose
from landing_zone.network.addresses import per_zone, plan
from landing_zone.network.aws_logs import log_group
from landing_zone.network.aws_subnets import associate, subnets
from landing_zone.network.aws_zones import Zone
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

LOGS = ("ALERT", "FLOW")

DELIVERY = NameRule("log resource policy", max_length=255)
"""Source: https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutResourcePolicy.html"""


@dataclass(frozen=True)
class Firewall:
    """A firewall as routes see it."""

    endpoints: Mapping[Zone, pulumi.Output[str]]
    tables: Mapping[Zone, aws.ec2.RouteTable]
    resources: Sequence[pulumi.Resource]


def firewall(
    scope: Scope,
    spec: NetworkSpec,
    vpc: aws.ec2.Vpc,
    zones: Sequence[Zone],
    *,
    keys: KeysOutputs,
) -> Firewall:
    """Declare the firewall with an endpoint in a subnet of its own in each zone."""
    ranges = per_zone(plan(spec.cidr).firewall, len(zones))
    places = subnets(scope, vpc, "firewall", list(zip(zones, ranges, strict=True)))
    tables = {
        each.zone: aws.ec2.RouteTable(
            scope.child(f"{each.part}-routes"), vpc_id=vpc.id, tags=scope.tags, opts=scope.opts()
        )
        for each in places
    }
    routed = [associate(scope, each, tables[each.zone]) for each in places]
    encryption = {"type": "CUSTOMER_KMS", "key_id": keys.ids[Purpose.LOGS]}
    groups = [
        _group(scope, "domains", _domains(spec), spec, encryption),
        _group(scope, "protocols", _protocols(), spec, encryption),
    ]
    policy = _policy(scope, groups, encryption)
    protects = scope.env.protects_data
    wall = aws.networkfirewall.Firewall(
        scope.child("firewall"),
        vpc_id=vpc.id,
        firewall_policy_arn=policy.arn,
        subnet_mappings=[{"subnet_id": each.resource.id} for each in places],
        encryption_configuration=encryption,
        delete_protection=protects,
        firewall_policy_change_protection=protects,
        subnet_change_protection=scope.env.profile.at_least(Profile.REGULATED),
        tags=scope.tags,
        opts=scope.opts(),
    )
    logging = _logging(scope, spec, wall, keys)
    by_subnet = wall.firewall_statuses.apply(_by_subnet)
    endpoints = {
        each.zone: pulumi.Output.all(by_subnet, each.resource.id).apply(lambda it: it[0][it[1]])
        for each in places
    }
    return Firewall(endpoints, tables, [*routed, logging])


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


def _policy(
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


def _logging(
    scope: Scope, spec: NetworkSpec, wall: aws.networkfirewall.Firewall, keys: KeysOutputs
) -> aws.networkfirewall.LoggingConfiguration:
    """Record alerts and flows; the permission to deliver them is ours, so none is left behind.

    Source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-CWL.html
    """
    env = scope.env
    groups = {kind: log_group(scope, spec, f"firewall-{kind.lower()}", keys) for kind in LOGS}
    delivery = allow(
        "Deliver",
        ["logs:CreateLogStream", "logs:PutLogEvents"],
        [group.arn.apply(lambda name: f"{name}:*") for group in groups.values()],
        principal={"Service": "delivery.logs.amazonaws.com"},
        when={
            "StringEquals": {"aws:SourceAccount": env.account},
            "ArnLike": {"aws:SourceArn": arn(env, "logs", "*")},
        },
    )
    permitted = aws.cloudwatch.LogResourcePolicy(
        scope.child("firewall-delivery"),
        policy_name=scope.physical(DELIVERY, "firewall"),
        policy_document=document([delivery]),
        opts=scope.opts(),
    )
    return aws.networkfirewall.LoggingConfiguration(
        scope.child("firewall-logging"),
        firewall_arn=wall.arn,
        logging_configuration={
            "log_destination_configs": [
                {
                    "log_type": kind,
                    "log_destination_type": "CloudWatchLogs",
                    "log_destination": {"logGroup": group.name},
                }
                for kind, group in groups.items()
            ]
        },
        opts=scope.opts(depends_on=[permitted]),
    )


def _by_subnet(statuses: Sequence[Any]) -> dict[str, str]:
    """Return the firewall's endpoints by subnet; AWS lists them in no order."""
    states = (state for status in statuses for state in status.sync_states)
    attached = (each for state in states for each in state.attachments)
    return {each.subnet_id: each.endpoint_id for each in attached}
