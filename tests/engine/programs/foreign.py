"""A program as any language registers it: raw types, no argument classes, no components."""

import pulumi

AWS, GCP, AZURE = pulumi.Config().require_object("places")

pulumi.CustomResource(
    "aws:s3/bucket:Bucket",
    "lakeBucket",
    {"bucket": "acme-lake", "region": AWS, "forceDestroy": False},
)
pulumi.CustomResource(
    "gcp:storage/bucket:Bucket",
    "lakeStore",
    {"name": "acme-lake", "location": GCP, "uniformBucketLevelAccess": True},
)
pulumi.CustomResource(
    "azure-native:storage:StorageAccount",
    "lakeAccount",
    {
        "accountName": "acmelake",
        "resourceGroupName": "lake",
        "location": AZURE,
        "kind": "StorageV2",
        "sku": {"name": "Standard_LRS"},
    },
)
