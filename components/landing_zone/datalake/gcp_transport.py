"""Encrypted connections to Cloud Storage and to every other Google API of the project."""

import pulumi
from pulumi_gcp import orgpolicy

from landing_zone.core import Scope

CONSTRAINTS: dict[str, tuple[str, orgpolicy.PolicySpecRuleArgsDict]] = {
    "https": ("storage.secureHttpTransport", {"enforce": "TRUE"}),
    "tls": (
        "gcp.restrictTLSVersion",
        {"values": {"denied_values": ["TLS_VERSION_1", "TLS_VERSION_1_1"]}},
    ),
}
"""The two settings without which the XML API answers plain HTTP, and TLS 1.0 is accepted.

Sources: https://cloud.google.com/storage/docs/org-policy-constraints,
https://cloud.google.com/assured-workloads/docs/restrict-tls-versions
"""


def require_tls(scope: Scope, apis: list[pulumi.Resource]) -> list[pulumi.Resource]:
    """Refuse plain HTTP, and TLS below 1.2, from `standard` up.

    A bucket has no such setting; the project has, by organization policies. Who deploys needs
    `roles/orgpolicy.policyAdmin` on the organization. A project without an organization, such as a
    person's own, can have none of them, so `dev` goes without. A project has each policy once: two
    lakes with the profile `standard` or above need two projects.

    Source: https://cloud.google.com/resource-manager/docs/organization-policy/overview
    """
    if not scope.env.protects_data:
        return []
    project = f"projects/{scope.env.account}"
    return [
        orgpolicy.Policy(
            scope.child(part),
            name=f"{project}/policies/{constraint}",
            parent=project,
            spec={"rules": [rule]},
            opts=scope.opts(depends_on=apis),
        )
        for part, (constraint, rule) in CONSTRAINTS.items()
    ]
