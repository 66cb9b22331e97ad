"""AWS Network Firewall: lets HTTPS to the named domains through and drops everything else."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from landing_zone.baseline.aws import allow, arn, document
from landing_zone.core import NameRule, Profile, Scope
from landing_zone.keys.spec import KeysOutputs, Purpose
from landing_zone.network.addresses import per_zone, plan
from landing_zone.network.aws_firewall_rules import rules
from landing_zone.network.aws_logs import log_group
from landing_zone.network.aws_subnets import associate, subnets
from landing_zone.network.aws_zones import Zone
from landing_zone.network.spec import NetworkSpec

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
    """Declare the firewall with an endpoint in a subnet of its own in each zone.

    Where AWS refuses to delete it, the stack protects it too: taking it away is then refused
    before routes are changed, not halfway.

    Source: https://docs.aws.amazon.com/network-firewall/latest/APIReference/API_DeleteFirewall.html
    """
    ranges = per_zone(plan(spec.cidr).firewall, len(zones))
    places = subnets(scope, vpc, "firewall", list(zip(zones, ranges, strict=True)))
    tables = {
        each.zone: aws.ec2.RouteTable(
            scope.child(f"{each.part}-routes"), vpc_id=vpc.id, tags=scope.tags, opts=scope.opts()
        )
        for each in places
    }
    routed = [associate(scope, each, tables[each.zone]) for each in places]
    encryption: Any = {"type": "CUSTOMER_KMS", "key_id": keys.ids[Purpose.LOGS]}
    policy = rules(scope, spec, encryption)
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
        opts=scope.opts(stateful=True),
    )
    logging = _logging(scope, spec, wall, keys)
    by_subnet = wall.firewall_statuses.apply(_by_subnet)
    endpoints = {
        each.zone: pulumi.Output.all(by_subnet, each.resource.id).apply(lambda it: it[0][it[1]])
        for each in places
    }
    return Firewall(endpoints, tables, [*routed, logging])


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
