"""What AWS answers of identities, keys and records."""

from collections.abc import Mapping

from landing_zone_rehearsal.clouds.model import Kind

from .answers_places import HERE, IAM, KNOWN, LOGS, REGIONAL, TAGGED

CREATED = "2026-01-01T00:00:00Z"

IDENTITY: Mapping[str, Kind] = {
    "aws:iam:Role": Kind(
        id="{name}",
        name="name",
        outputs={
            **TAGGED,
            "arn": IAM + ":role{path|=/}{name}",
            "createDate": CREATED,
            "forceDetachPolicies": False,
            "maxSessionDuration": 3600,
            "path": "/",
            "uniqueId": "AROA{_upper:17}",
        },
    ),
    "aws:iam:Policy": Kind(
        id=IAM + ":policy{path|=/}{name}",
        name="name",
        outputs={
            **TAGGED,
            "arn": IAM + ":policy{path|=/}{name}",
            "attachmentCount": 0,
            "path": "/",
            "policyId": "ANPA{_upper:17}",
        },
    ),
    "aws:iam:RolePolicy": Kind(id="{role}:{name}", name="name"),
    "aws:iam:RolePolicyAttachment": Kind(id="{role}/{policyArn}"),
    "aws:kms:Key": Kind(
        id="{_guid}",
        outputs={
            **KNOWN,
            "arn": HERE + ":key/{_id}",
            "bypassPolicyLockoutSafetyCheck": False,
            "customerMasterKeySpec": "SYMMETRIC_DEFAULT",
            "enableKeyRotation": False,
            "isEnabled": True,
            "keyId": "{_id}",
            "keyUsage": "ENCRYPT_DECRYPT",
            "multiRegion": False,
        },
    ),
    "aws:kms:Alias": Kind(
        id="{name}",
        name="name",
        outputs={
            **REGIONAL,
            "arn": HERE + ":{name}",
            "targetKeyArn": HERE + ":key/{_last:targetKeyId}",
        },
    ),
    "aws:kms:Grant": Kind(
        id="{keyId}:{_hex:64}",
        outputs={
            **REGIONAL,
            "grantId": "{_hex:64}",
            "grantToken": "{_hex:64:=token}",
            "retireOnDelete": False,
        },
    ),
    "aws:cloudwatch:LogGroup": Kind(
        id="{name}",
        name="name",
        outputs={
            **KNOWN,
            "arn": LOGS + ":log-group:{name}",
            "deletionProtectionEnabled": False,
            "logGroupClass": "STANDARD",
            "retentionInDays": 0,
            "skipDestroy": False,
        },
    ),
    "aws:cloudwatch:LogResourcePolicy": Kind(
        id="{policyName}",
        outputs={**REGIONAL, "policyScope": "ACCOUNT", "revisionId": "{_number:13}"},
    ),
    "aws:ec2:FlowLog": Kind(
        id="fl-{_hex:17}",
        outputs={
            **KNOWN,
            "arn": HERE + ":vpc-flow-log/{_id}",
            "logDestinationType": "cloud-watch-logs",
            "maxAggregationInterval": 600,
        },
    ),
}
