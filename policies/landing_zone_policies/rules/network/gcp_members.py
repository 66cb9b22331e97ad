"""Grants to everyone on Google Cloud: of buckets, of functions, and of all other resources."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from itertools import product
from typing import Any, cast

from landing_zone_policies.outcomes import Outcome, Undetermined
from landing_zone_policies.paths import Found, find
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check, judged, need
from landing_zone_policies.wanted import none_of

SOME = none_of("allUsers", "allAuthenticatedUsers").if_unknown(holds=True)
"""Somebody; the cloud makes up no member that stands for everyone.

All authenticated users are all who have any Google account.

Source: https://cloud.google.com/iam/docs/principals-overview#all-authenticated-users
"""

BUCKETS = ("storage:Bucket", "storage:ManagedFolder")
FUNCTIONS = (
    "cloudfunctions:Function",
    "cloudfunctionsv2:Function",
    "cloudrun:",
    "cloudrunv2:Job",
    "cloudrunv2:Service",
    "cloudrunv2:WorkerPool",
)
OTHERS = tuple(
    """
    artifactregistry:Repository bigquery: bigquery:Connection bigquery:Dataset bigquery:Routine
    bigqueryanalyticshub:DataExchange bigqueryanalyticshub:Listing bigtable:Instance bigtable:Table
    certificateauthority:CaPool cloudtasks:Queue compute:Disk compute:Image compute:Instance
    compute:MachineImage compute:Snapshot compute:Subnetwork datacatalog:TagTemplate
    dataplex:Asset dataplex:Lake dataplex:Zone dataproc:Cluster dns:DnsManagedZone folder:
    healthcare:ConsentStore healthcare:Dataset healthcare:DicomStore healthcare:FhirStore
    healthcare:Hl7Store iap:Tunnel iap:TunnelInstance logging:LogView organizations: projects:
    pubsub:Schema pubsub:Subscription pubsub:Topic runtimeconfig:Config secretmanager:RegionalSecret
    secretmanager:Secret serviceaccount: sourcerepo:Repository spanner:Database spanner:Instance
    vertex:AiEndpoint vertex:AiFeatureGroup vertex:AiFeatureOnlineStore vertex:AiFeatureStore
    vertex:AiReasoningEngine workbench:Instance workstations:Workstation
    workstations:WorkstationConfig
""".split()  # noqa: SIM905 (a table in a paragraph)
)
"""What grants are made of besides buckets, functions and keys, which have rules of their own."""


def grants(kinds: Iterable[str], *shapes: str) -> tuple[str, ...]:
    """Return the types of grants, whose name the provider writes in two ways."""
    spelled = product(kinds, ("Iam", "IAM"), shapes)
    return tuple(f"gcp:{kind}{iam}{shape}" for kind, iam, shape in spelled)


def members_check(kinds: Iterable[str]) -> tuple[Check, ...]:
    """Return the checks that no grant of some kinds of resources is to everyone."""
    listed = tuple(kinds)

    @check(*grants(listed, "Policy"), reads=("policyData",))
    def policy_is_for_some(policy: Resource, world: World) -> Iterator[Outcome]:
        bindings = policy_bindings(policy)
        if bindings is None:
            yield Undetermined("policyData", "policyData cannot be read yet")
            return
        for each in find(bindings, "bindings[].members[]"):
            yield judged(Found("policyData", each.value), SOME, world.settings, says=FOR_ALL)

    return (
        need(grants(listed, "Member"), "member", SOME, says=FOR_ALL),
        need(grants(listed, "Binding"), "members[]", SOME, says=FOR_ALL),
        policy_is_for_some,
    )


FOR_ALL = "it is a grant to everyone"


def policy_bindings(policy: Resource) -> dict[str, Any] | None:
    """Return a whole policy; None where it is not known yet, or is none."""
    text = policy.get("policyData")
    if isinstance(text, str):
        try:
            text = json.loads(text)
        except (ValueError, RecursionError):
            return None
    return cast("dict[str, Any]", text) if isinstance(text, dict) else None


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "NET-03": members_check(BUCKETS),
    "NET-10": members_check(FUNCTIONS),
    "NET-14": (
        *members_check(OTHERS),
        need("gcp:bigquery:DatasetAccess", "specialGroup", SOME, says=FOR_ALL),
        need("gcp:bigquery:DatasetAccess", "iamMember", SOME, says=FOR_ALL),
        need("gcp:bigquery:Dataset", "accesses[].specialGroup", SOME, says=FOR_ALL),
        need("gcp:bigquery:Dataset", "accesses[].iamMember", SOME, says=FOR_ALL),
    ),
}
