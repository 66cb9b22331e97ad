"""What AWS answers of EKS clusters, and of what runs in them as add-ons."""

from collections.abc import Mapping

from landing_zone_rehearsal.clouds.certificates import AUTHORITY
from landing_zone_rehearsal.clouds.model import Kind

from .answers_places import HERE, KNOWN, REGIONAL

CREATED = "2026-01-01T00:00:00Z"

CLUSTERS: Mapping[str, Kind] = {
    "aws:eks:Cluster": Kind(
        id="{name}",
        name="name",
        outputs={
            **KNOWN,
            "arn": HERE + ":cluster/{name}",
            "bootstrapSelfManagedAddons": True,
            "certificateAuthority": {"data": AUTHORITY},
            "createdAt": CREATED,
            "deletionProtection": False,
            "endpoint": "https://{_upper:32:=endpoint}.gr7.{_region}.eks.amazonaws.com",
            "identities": [
                {
                    "oidcs": [
                        {"issuer": "https://oidc.eks.{_region}.amazonaws.com/id/{_upper:32:=oidc}"}
                    ]
                }
            ],
            "platformVersion": "eks.12",
            "status": "ACTIVE",
            "version": "1.35",
            "vpcConfig.clusterSecurityGroupId": "sg-{_hex:17:=cluster}",
        },
    ),
    "aws:eks:Addon": Kind(
        id="{clusterName}:{addonName}",
        outputs={
            **KNOWN,
            "addonVersion": "v1.0.0-eksbuild.1",
            "arn": HERE + ":addon/{clusterName}/{addonName}/{_guid}",
            "createdAt": CREATED,
            "modifiedAt": CREATED,
        },
    ),
    "aws:eks:PodIdentityAssociation": Kind(
        id="a-{_hex:17}",
        outputs={
            **KNOWN,
            "associationArn": HERE + ":podidentityassociation/{clusterName}/{_id}",
            "associationId": "{_id}",
        },
    ),
    "aws:eks:AccessEntry": Kind(
        id="{clusterName}:{principalArn}",
        outputs={
            **KNOWN,
            "accessEntryArn": HERE + ":access-entry/{clusterName}/role/{_account}/{_guid}",
            "createdAt": CREATED,
            "modifiedAt": CREATED,
            "type": "STANDARD",
            "userName": "{principalArn}",
        },
    ),
    "aws:eks:AccessPolicyAssociation": Kind(
        id="{clusterName}#{principalArn}#{policyArn}",
        outputs={**REGIONAL, "associatedAt": CREATED, "modifiedAt": CREATED},
    ),
    "aws:scheduler:Schedule": Kind(
        id="{groupName|=default}/{name}",
        name="name",
        outputs={
            **REGIONAL,
            "arn": HERE + ":schedule/{groupName|=default}/{name}",
            "groupName": "default",
            "scheduleExpressionTimezone": "UTC",
            "state": "ENABLED",
        },
    ),
}
