"""Service accounts and federated identities.

Source: https://cloud.google.com/iam/docs/reference/rest
"""

from __future__ import annotations

from collections.abc import Mapping

from landing_zone_rehearsal.clouds.facts import Facts, To, Within

from .facts_forms import DELETIONS

API = "iam.googleapis.com"

POOL_NAME = r"(?!gcp-)[a-z0-9-]{4,32}"
"""Source:
https://cloud.google.com/iam/docs/reference/rest/v1/projects.locations.workloadIdentityPools/create
"""

GOOGLES_OWN = r"projects/[^/]+/serviceAccounts/[^@]+@(developer|appspot|cloudservices)\..*"
"""The service accounts that a project has without asking."""

IDENTITIES: Mapping[str, Facts] = {
    "gcp:serviceaccount:Account": Facts(
        replaces=("accountId", "project"),
        kept=("project",),
        values=DELETIONS,
        formats={
            "accountId": r"[a-z][a-z0-9-]{4,28}[a-z0-9]",
            "displayName": r"(?s).{0,100}",
            "description": r"(?s).{0,256}",
        },
        scope=Within.WORLD,
        api=API,
        missing="googleapi: Error 404: Unknown service account, notFound",
        conflict="googleapi: Error 409: Service account {accountId} already exists within project"
        " projects/{project}., alreadyExists",
    ),
    "gcp:serviceaccount:IAMMember": Facts(
        replaces=("condition.**", "member", "role", "serviceAccountId"),
        refers={
            "serviceAccountId": To(
                "gcp:serviceaccount:Account", by=("name", "id"), besides=GOOGLES_OWN
            ),
        },
        scope=Within.WORLD,
        adopts=True,
        api=API,
    ),
    "gcp:iam:WorkloadIdentityPool": Facts(
        replaces=("project", "workloadIdentityPoolId"),
        fixed=("mode",),
        kept=(
            *("inlineCertificateIssuanceConfig.keyAlgorithm", "mode", "project"),
            "inlineCertificateIssuanceConfig.lifetime",
            "inlineCertificateIssuanceConfig.rotationWindowPercentage",
        ),
        values={
            **DELETIONS,
            "inlineCertificateIssuanceConfig.keyAlgorithm": (
                *("RSA_2048", "RSA_3072", "RSA_4096", "ECDSA_P256", "ECDSA_P384"),
            ),
            "mode": ("FEDERATION_ONLY", "TRUST_DOMAIN", "SYSTEM_TRUST_DOMAIN"),
        },
        formats={"workloadIdentityPoolId": POOL_NAME, "displayName": r"(?s).{0,32}"},
        scope=Within.ACCOUNT,
        api=API,
        keeps="the ID {name} stays taken for 30 days",
        missing="googleapi: Error 404: Requested entity was not found., notFound",
        conflict="googleapi: Error 409: Requested entity already exists, alreadyExists",
        taken="googleapi: Error 409: Requested entity already exists, alreadyExists ({left})",
    ),
    "gcp:iam:WorkloadIdentityPoolProvider": Facts(
        replaces=("project", "workloadIdentityPoolId", "workloadIdentityPoolProviderId"),
        kept=("project",),
        values=DELETIONS,
        formats={
            "workloadIdentityPoolProviderId": POOL_NAME,
            "oidc.issuerUri": r"https://\S+",
            "displayName": r"(?s).{0,32}",
        },
        refers={
            "workloadIdentityPoolId": To(
                "gcp:iam:WorkloadIdentityPool", by=("workloadIdentityPoolId",)
            ),
        },
        scope=Within.ACCOUNT,
        api=API,
        keeps="the ID {name} stays taken for 30 days",
        conflict="googleapi: Error 409: Requested entity already exists, alreadyExists",
        taken="googleapi: Error 409: Requested entity already exists, alreadyExists ({left})",
    ),
}
"""Who a workload is.

Deleted pools and providers: https://cloud.google.com/iam/docs/manage-workload-identity-pools-providers
"""
