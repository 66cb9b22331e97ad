"""What AWS refuses of the disks of machines that are launched for a node group.

Source: https://docs.aws.amazon.com/autoscaling/ec2/userguide/key-policy-requirements-EBS-encryption.html
"""

from __future__ import annotations

from collections.abc import Iterator

from .access import said_by
from .deployed import ask, find_key
from .launch import Launch
from .statements import Call, Principal

AUTOSCALING = "aws-service-role/autoscaling.amazonaws.com/AWSServiceRoleForAutoScaling"
"""Who launches a node group's machines, and so encrypts their disks."""

DISK_USE = (
    *("kms:DescribeKey", "kms:GenerateDataKeyWithoutPlaintext", "kms:Decrypt"),
    "kms:CreateGrant",
)
"""What it does with their key, from the first machine on."""

DISK_FAILED = (
    "AsgInstanceLaunchFailures: Instance became unhealthy while waiting for instance to be in"
    " InService state. Termination Reason: Client.InvalidKMSKey.InvalidState: The KMS key provided"
    " is in an incorrect state"
)


def disk_has_no_key(launch: Launch) -> Iterator[str]:
    """Yield that the service that launches machines may not use the key of their disks."""
    nodes = launch.nodes
    for disk in launch.template.all("blockDeviceMappings[].ebs"):
        given = disk.get("kmsKeyId")
        if given and str(disk.get("encrypted")).lower() != "true":
            yield (
                "InvalidParameterDependency: The parameter KmsKeyId requires the parameter"
                " Encrypted to be set."
            )
        elif given and (because := _disuse(launch, str(given))):
            yield f"{DISK_FAILED} ({because}) [{nodes.get('nodeGroupName')}]"


def _disuse(launch: Launch, given: str) -> str | None:
    """Return why the service may not use a key; None where it may."""
    nodes = launch.nodes
    key = find_key(launch.world, given)
    if key is None or key.region != nodes.region or key.get("isEnabled") is False:
        return f"{given} does not exist here or is disabled"
    arn = str(key.get("arn")).split(":")
    principal = Principal(
        name=f"arn:{arn[1]}:iam::{nodes.account}:role/{AUTOSCALING}", account=nodes.account
    )
    for action in DISK_USE:
        context = {
            **said_by(principal, key.account),
            "kms:viaservice": f"ec2.{nodes.region}.amazonaws.com",
            "kms:calleraccount": nodes.account,
            "kms:grantisforawsresource": "true",
        }
        call = Call(
            principal=principal,
            action=action,
            resource=str(key.get("arn")),
            account=key.account,
            context=context,
        )
        decision = ask(launch.world, call)
        if not decision:
            return f"{AUTOSCALING.rpartition('/')[2]} may not {action}: {decision.because}"
    return None
