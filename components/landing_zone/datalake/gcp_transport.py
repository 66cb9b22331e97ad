"""What only a project can refuse: unencrypted connections, and public access to any bucket."""

from typing import NamedTuple

import pulumi
from pulumi_gcp import projects

from landing_zone.core import Profile, Scope


class Constraint(NamedTuple):
    """What an organization policy demands."""

    name: str
    boolean: projects.OrganizationPolicyBooleanPolicyArgsDict | None = None
    list: projects.OrganizationPolicyListPolicyArgsDict | None = None


CONSTRAINTS: dict[str, Constraint] = {
    "https": Constraint("storage.secureHttpTransport", boolean={"enforced": True}),
    "tls": Constraint(
        "gcp.restrictTLSVersion",
        list={"deny": {"values": ["TLS_VERSION_1", "TLS_VERSION_1_1"]}},
    ),
    "private": Constraint("storage.publicAccessPrevention", boolean={"enforced": True}),
}
"""The settings without which the XML API answers plain HTTP, TLS 1.0 is accepted, and a bucket made
elsewhere in the project may be opened to the public.

Sources: https://cloud.google.com/storage/docs/org-policy-constraints,
https://cloud.google.com/assured-workloads/docs/restrict-tls-versions
"""


def require_tls(scope: Scope, apis: list[pulumi.Resource]) -> list[pulumi.Resource]:
    """Refuse plain HTTP, TLS below 1.2 and public buckets, in a regulated environment.

    A bucket has no such setting; the project has, by organization policies, which take some ten
    minutes to hold. Who deploys needs `roles/orgpolicy.policyAdmin`, which only an organization
    can give, so the profiles below go without: there Google's clients, consoles and the JSON
    interface use TLS, in the newest version that both ends know, but a client of the XML interface
    that insists on plain HTTP, or on TLS 1.0, is answered.

    A project has each policy once. This interface replaces what is set where `orgpolicy.Policy`
    fails, so several lakes of a project demand the same; the policies stay when one of them goes.

    Sources: https://cloud.google.com/resource-manager/docs/organization-policy/overview,
    https://cloud.google.com/resource-manager/reference/rest/v1/projects/setOrgPolicy,
    https://github.com/hashicorp/terraform-provider-google/issues/24335
    """
    if not scope.env.profile.at_least(Profile.REGULATED):
        return []
    return [
        projects.OrganizationPolicy(
            scope.child(part),
            project=scope.env.account,
            constraint=constraint.name,
            boolean_policy=constraint.boolean,
            list_policy=constraint.list,
            opts=scope.opts(depends_on=apis, retain_on_delete=True),
        )
        for part, constraint in CONSTRAINTS.items()
    ]
