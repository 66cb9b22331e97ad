"""Network firewall policies.

Source: https://cloud.google.com/firewall/docs/network-firewall-policies
"""

from __future__ import annotations

from collections.abc import Mapping

from landing_zone_rehearsal.clouds.facts import Facts, To, Within

from .facts_forms import COMPUTE, COMPUTE_NAME, DELETIONS, MISSING, SEEN_NETWORK, in_use

BY = ("id", "selfLink", "name", "networkFirewallPolicyId")

SIDES = ("UNSPECIFIED", "INTERNET", "INTRA_VPC", "NON_INTERNET", "VPC_NETWORKS")
"""Where traffic comes from or goes to, beyond addresses."""

FIREWALLS: Mapping[str, Facts] = {
    "gcp:compute:NetworkFirewallPolicy": Facts(
        replaces=("name", "policyType", "project"),
        kept=("policyType", "project"),
        values={**DELETIONS, "policyType": ("VPC_POLICY",)},
        formats={"name": COMPUTE_NAME},
        scope=Within.WORLD,
        api=COMPUTE,
        missing=MISSING,
        in_use=in_use("firewall_policy"),
    ),
    "gcp:compute:NetworkFirewallPolicyAssociation": Facts(
        replaces=("attachmentTarget", "firewallPolicy", "name", "project"),
        kept=("project",),
        values=DELETIONS,
        refers={
            "firewallPolicy": To("gcp:compute:NetworkFirewallPolicy", by=BY, holds=True),
            "attachmentTarget": SEEN_NETWORK,
        },
        scope=Within.WORLD,
        unique={("attachmentTarget",): Within.WORLD},
        api=COMPUTE,
        conflict="googleapi: Error 400: Invalid value for field 'resource.attachmentTarget':"
        " '{attachmentTarget}'. It is already associated with a firewall policy., invalid",
    ),
    "gcp:compute:NetworkFirewallPolicyRule": Facts(
        replaces=("firewallPolicy", "priority", "project"),
        kept=(
            *("match.destNetworkContext", "match.destNetworkScope", "match.srcNetworkContext"),
            *("match.srcNetworkScope", "project", "targetType"),
        ),
        values={
            **DELETIONS,
            "action": ("allow", "deny", "goto_next", "apply_security_profile_group"),
            "direction": ("INGRESS", "EGRESS"),
            "match.destNetworkContext": SIDES,
            "match.destNetworkScope": SIDES,
            "match.srcNetworkContext": SIDES,
            "match.srcNetworkScope": SIDES,
            "targetType": ("INSTANCES", "INTERNAL_MANAGED_LB"),
        },
        bounds={"priority": (0, 2147483547)},
        formats={
            "match.layer4Configs[].ipProtocol": r"all|tcp|udp|icmp|esp|ah|ipip|sctp|\d{1,3}",
            "match.layer4Configs[].ports[]": r"\d{1,5}(-\d{1,5})?",
        },
        cidrs=("match.srcIpRanges[]", "match.destIpRanges[]"),
        refers={
            "firewallPolicy": To("gcp:compute:NetworkFirewallPolicy", by=BY),
            "targetServiceAccounts[]": To("gcp:serviceaccount:Account", by=("email",)),
        },
        scope=Within.WORLD,
        api=COMPUTE,
        conflict="googleapi: Error 400: Invalid value for field 'resource.rules': ''."
        " Cannot have rules with the same priorities., invalid",
    ),
}
"""A policy, its rules, and the networks under it."""
