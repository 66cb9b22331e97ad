"""What Google Cloud answers.

Formats: https://cloud.google.com/asset-inventory/docs/asset-names and, of IDs, the provider's own
(`{project}/{service}` and the like), which drop the service's host.
"""

from landing_zone_rehearsal.clouds.model import Choice, CloudModel, Kind

COMPUTE = "https://www.googleapis.com/compute/v1"
GLOBAL = "projects/{_account}/global"
REGIONAL = "projects/{_account}/regions/{_region}"
NUMBER = "{_number:12:_account}"
"""The number of the project, which the names of service agents are made of."""

STORAGE_AGENT = f"service-{NUMBER}@gs-project-accounts.iam.gserviceaccount.com"

AGENTS = {
    "artifactregistry.googleapis.com": "gcp-sa-artifactregistry",
    "secretmanager.googleapis.com": "gcp-sa-secretmanager",
    "servicenetworking.googleapis.com": "service-networking",
}
"""Where service agents are, by service (https://cloud.google.com/iam/docs/service-agents)."""

POOL = "locations/global/workloadIdentityPools/{workloadIdentityPoolId}"
POOL_PROVIDER = f"{POOL}/providers/{{workloadIdentityPoolProviderId}}"

CREATED = "2026-01-01T00:00:00.000-08:00"
ETAG = "BwY{_upper:8}="
PROJECT = {"project": "{_account}"}
GRANTED = {"etag": ETAG}
LABELLED = {
    **PROJECT,
    "effectiveLabels": "{labels}",
    "pulumiLabels": "{labels}",
}


def _global(collection: str, **outputs: str) -> Kind:
    return _compute(f"{GLOBAL}/{collection}/{{name}}", outputs)


def _regional(collection: str, **outputs: str) -> Kind:
    return _compute(f"{REGIONAL}/{collection}/{{name}}", {"region": "{_region}", **outputs})


def _compute(id: str, outputs: dict[str, str]) -> Kind:
    named = {**PROJECT, "selfLink": f"{COMPUTE}/{id}", "creationTimestamp": CREATED, **outputs}
    return Kind(id=id, name="name", outputs=named)


def _agent(beginning: str) -> Choice:
    of = {each: f"{beginning}{NUMBER}@{at}.iam.gserviceaccount.com" for each, at in AGENTS.items()}
    return Choice("service", of)


CLOUD = CloudModel(
    package="gcp",
    place={
        "_account": "{project|=rehearsal-project}",
        "_region": "{region|=us-central1}",
    },
    kinds={
        "gcp:compute:Address": _regional(
            "addresses",
            address="34.90.{_number:2}.{_number:2:=host}",
            addressId="{_number:19}",
            labelFingerprint="{_upper:11}=",
            effectiveLabels="{labels}",
            pulumiLabels="{labels}",
        ),
        "gcp:compute:GlobalAddress": _global(
            "addresses",
            labelFingerprint="{_upper:11}=",
            effectiveLabels="{labels}",
            pulumiLabels="{labels}",
        ),
        "gcp:compute:Network": _global(
            "networks", networkId="{_number:19}", numericId="{_number:19}"
        ),
        "gcp:compute:NetworkFirewallPolicy": _global(
            "firewallPolicies",
            networkFirewallPolicyId="{_number:12}",
            fingerprint="{_upper:11}=",
            selfLinkWithId=f"{COMPUTE}/{GLOBAL}/firewallPolicies/{{_number:12}}",
        ),
        "gcp:compute:NetworkFirewallPolicyAssociation": Kind(
            id=f"{GLOBAL}/firewallPolicies/{{_last:firewallPolicy}}/associations/{{name}}",
            name="name",
            outputs={**PROJECT, "shortName": "{_last:firewallPolicy}"},
        ),
        "gcp:compute:NetworkFirewallPolicyRule": Kind(
            id=f"{GLOBAL}/firewallPolicies/{{_last:firewallPolicy}}/rules/{{priority}}",
            outputs={
                **PROJECT,
                "creationTimestamp": CREATED,
                "kind": "compute#firewallPolicyRule",
                "ruleTupleCount": 2,
            },
        ),
        "gcp:compute:Route": _global("routes"),
        "gcp:compute:Router": _regional("routers"),
        "gcp:compute:RouterNat": Kind(
            id="{_account}/{_region}/{router}/{name}",
            name="name",
            outputs={**PROJECT, "region": "{_region}"},
        ),
        "gcp:compute:Subnetwork": _regional(
            "subnetworks",
            fingerprint="{_upper:11}=",
            gatewayAddress="10.0.0.1",
            subnetworkId="{_number:18}",
        ),
        "gcp:dns:ManagedZone": Kind(
            id="projects/{_account}/managedZones/{name}",
            name="name",
            outputs={
                **LABELLED,
                "managedZoneId": "{_number:19}",
                "creationTime": CREATED,
                "nameServers": ["ns-gcp-private.googledomains.com."],
            },
        ),
        "gcp:dns:RecordSet": Kind(
            id="projects/{_account}/managedZones/{managedZone}/rrsets/{name}/{type}",
            outputs=PROJECT,
        ),
        "gcp:iam:WorkloadIdentityPool": Kind(
            id=f"projects/{{_account}}/{POOL}",
            outputs={**PROJECT, "name": f"projects/{NUMBER}/{POOL}", "state": "ACTIVE"},
        ),
        "gcp:iam:WorkloadIdentityPoolProvider": Kind(
            id=f"projects/{{_account}}/{POOL_PROVIDER}",
            outputs={**PROJECT, "name": f"projects/{NUMBER}/{POOL_PROVIDER}", "state": "ACTIVE"},
        ),
        "gcp:kms:CryptoKey": Kind(
            id="{keyRing}/cryptoKeys/{name}",
            name="name",
            outputs={
                "effectiveLabels": "{labels}",
                "pulumiLabels": "{labels}",
                "primaries": [
                    {"name": "{keyRing}/cryptoKeys/{name}/cryptoKeyVersions/1", "state": "ENABLED"}
                ],
            },
        ),
        "gcp:kms:CryptoKeyIAMMember": Kind(id="{cryptoKeyId}/{role}/{member}", outputs=GRANTED),
        "gcp:kms:KeyRing": Kind(
            id="projects/{_account}/locations/{location}/keyRings/{name}",
            name="name",
            outputs=PROJECT,
        ),
        "gcp:kms:KeyRingIAMMember": Kind(id="{keyRingId}/{role}/{member}", outputs=GRANTED),
        "gcp:logging:ProjectBucketConfig": Kind(
            id="projects/{project}/locations/{location}/buckets/{bucketId}",
            outputs={
                "name": "projects/{project}/locations/{location}/buckets/{bucketId}",
                "lifecycleState": "ACTIVE",
            },
        ),
        "gcp:logging:ProjectExclusion": Kind(
            id="projects/{_account}/exclusions/{name}", name="name", outputs=PROJECT
        ),
        "gcp:logging:ProjectSink": Kind(
            id="projects/{_account}/sinks/{name}",
            name="name",
            outputs={
                **PROJECT,
                "writerIdentity": f"serviceAccount:service-{NUMBER}"
                "@gcp-sa-logging.iam.gserviceaccount.com",
            },
        ),
        "gcp:projects:IAMAuditConfig": Kind(
            id="{_account}/audit_config/{service}", outputs=GRANTED
        ),
        "gcp:projects:IAMMember": Kind(id="{_account}/{role}/{member}", outputs=GRANTED),
        "gcp:projects:OrganizationPolicy": Kind(
            id="{_account}:{constraint}", outputs={**GRANTED, "updateTime": CREATED}
        ),
        "gcp:projects:Service": Kind(id="{_account}/{service}", outputs=PROJECT),
        "gcp:projects:ServiceIdentity": Kind(
            id="projects/{_account}/services/{service}",
            outputs={
                **PROJECT,
                "email": _agent("service-"),
                "member": _agent("serviceAccount:service-"),
            },
        ),
        "gcp:serviceaccount:Account": Kind(
            id="projects/{_account}/serviceAccounts/{accountId}@{_account}.iam.gserviceaccount.com",
            name="accountId",
            outputs={
                **PROJECT,
                "email": "{accountId}@{_account}.iam.gserviceaccount.com",
                "member": "serviceAccount:{accountId}@{_account}.iam.gserviceaccount.com",
                "name": "projects/{_account}/serviceAccounts/"
                "{accountId}@{_account}.iam.gserviceaccount.com",
                "uniqueId": "{_number:21}",
            },
        ),
        "gcp:serviceaccount:IAMMember": Kind(
            id="{serviceAccountId}/{role}/{member}", outputs=GRANTED
        ),
        "gcp:servicenetworking:Connection": Kind(
            id="{network}:{service}", outputs={"peering": "servicenetworking-googleapis-com"}
        ),
        "gcp:storage:Bucket": Kind(
            id="{name}",
            name="name",
            outputs={
                **LABELLED,
                "url": "gs://{name}",
                "selfLink": "https://www.googleapis.com/storage/v1/b/{name}",
                "projectNumber": NUMBER,
                "timeCreated": CREATED,
                "updated": CREATED,
            },
        ),
        "gcp:storage:BucketIAMMember": Kind(id="b/{bucket}/{role}/{member}", outputs=GRANTED),
        "gcp:storage:ManagedFolder": Kind(
            id="{bucket}/{name}",
            name="name",
            outputs={
                "createTime": CREATED,
                "updateTime": CREATED,
                "metageneration": "1",
                "selfLink": "https://www.googleapis.com/storage/v1/b/{bucket}/managedFolders/{name}",
            },
        ),
        "gcp:storage:ManagedFolderIamMember": Kind(
            id="b/{bucket}/managedFolders/{managedFolder}/{role}/{member}", outputs=GRANTED
        ),
    },
    functions={
        "gcp:logging:getProjectCmekSettings": {
            "serviceAccountId": f"cmek-p{NUMBER}@gcp-sa-logging.iam.gserviceaccount.com",
            "name": "projects/{_account}/cmekSettings",
            "id": "projects/{_account}/cmekSettings",
        },
        "gcp:organizations:getProject": {
            "projectId": "{projectId|_account}",
            "number": NUMBER,
        },
        "gcp:storage:getProjectServiceAccount": {
            "emailAddress": STORAGE_AGENT,
            "member": f"serviceAccount:{STORAGE_AGENT}",
            "project": "{_account}",
            "id": STORAGE_AGENT,
        },
    },
)
