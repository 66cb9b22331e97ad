"""How a rung's machines are launched: encrypted, close together, without a way to its role."""

from collections.abc import Mapping
from typing import Any

import pulumi_aws as aws

from landing_zone.cluster.aws_upkeep import TAGGED
from landing_zone.gpu_pool import aws_node
from landing_zone.gpu_pool.aws_fabric import Among, interfaces
from landing_zone.gpu_pool.aws_pool import Pool

DISK = "/dev/xvda"
"""The only disk of Amazon Linux.

Source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/device_naming.html
"""

THROUGHPUT_MIBPS = 500
"""Images for training have tens of GiB; 125, the default, keeps an accelerator waiting for them.

Source: https://docs.aws.amazon.com/ebs/latest/userguide/general-purpose.html
"""


def template(
    pool: Pool, code: str, source: Mapping[str, Any], close: Among
) -> aws.ec2.LaunchTemplate:
    """Declare a launch template. One hop away from the metadata is the node itself, not a pod.

    Source: https://docs.aws.amazon.com/eks/latest/best-practices/identity-and-access-management.html
    """
    scope = pool.scope
    return aws.ec2.LaunchTemplate(
        scope.child(f"{code}-template"),
        update_default_version=True,
        block_device_mappings=[{"device_name": DISK, "ebs": _disk(pool)}],
        metadata_options={
            "http_endpoint": "enabled",
            "http_tokens": "required",
            "http_put_response_hop_limit": 1,
            "http_protocol_ipv6": "disabled",
            "instance_metadata_tags": "disabled",
        },
        user_data=aws_node.user_data(pool.spec),
        tag_specifications=[{"resource_type": each, "tags": scope.tags} for each in TAGGED],
        tags=scope.tags,
        opts=scope.opts(),
        **_network(pool, close),
        **source,
    )


def _disk(pool: Pool) -> Any:
    return {
        "volume_type": "gp3",
        "volume_size": pool.spec.disk_gib,
        "throughput": THROUGHPUT_MIBPS,
        "encrypted": "true",
        "kms_key_id": pool.cluster.place["disk_key_arn"],
        "delete_on_termination": "true",
    }


def _network(pool: Pool, close: Among) -> dict[str, Any]:
    """Return the interfaces where there are several; otherwise EC2 makes the one that it needs.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html
    """
    group = pool.cluster.place["node_security_group_id"]
    if close.group is None:
        return {"vpc_security_group_ids": [group]}
    return {"network_interfaces": interfaces(pool.choice.machine, group, close.group)}
