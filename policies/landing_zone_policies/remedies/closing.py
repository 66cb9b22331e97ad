"""Public access that is closed by one switch, which nothing that is meant to be public uses.

Networks are left alone: whoever shuts a service's public network without a private way to it cuts
off its users, and no table can tell whether there is one.
"""

from __future__ import annotations

from collections.abc import Mapping

from landing_zone_policies.remedies.remedy import Remedy, always, off, on

BLOCKS = ("aws:s3:BucketPublicAccessBlock", "aws:s3:AccountPublicAccessBlock")
SWITCHES = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")

REMEDIES: Mapping[str, tuple[Remedy, ...]] = {
    "NET-03": (
        *(Remedy(BLOCKS, switch, on) for switch in SWITCHES),
        *(
            Remedy(("aws-native:s3:Bucket",), f"publicAccessBlockConfiguration.{switch}", on)
            for switch in SWITCHES
        ),
        Remedy(("gcp:storage:Bucket",), "publicAccessPrevention", always("enforced")),
        Remedy(("azure-native:storage:StorageAccount",), "allowBlobPublicAccess", off),
        Remedy(("azure-native:storage:BlobContainer",), "publicAccess", always("None")),
    ),
    "NET-04": (
        Remedy(
            (
                "aws:rds:Instance",
                "aws:rds:ClusterInstance",
                "aws:redshift:Cluster",
                "aws:redshiftserverless:Workgroup",
                "aws-native:rds:DbInstance",
            ),
            "publiclyAccessible",
            off,
        ),
    ),
}
"""Each is changed in place.

Sources:
https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_ModifyDBInstance.html
https://cloud.google.com/storage/docs/using-public-access-prevention
https://learn.microsoft.com/azure/storage/blobs/anonymous-read-access-prevent
"""
