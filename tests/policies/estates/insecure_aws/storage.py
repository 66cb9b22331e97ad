"""Buckets, volumes, file systems and images, as tutorials leave them."""

import json

from pulumi_aws import backup, ebs, ec2, ecr, efs, fsx, glacier, s3, s3tables

EXPECTED = {
    "website": "public unkeyed unversioned untagged abroad",
    "website-access": "public",
    "website-readers": "anyone",
    "uploads": "unkeyed unversioned untagged abroad unlogged",
    "financials": "unkeyed unversioned untagged abroad public",
    "financials-sse": "unkeyed",
    "data": "public unkeyed unversioned untagged abroad",
    "data-acl": "public",
    "data-versions": "unversioned",
    "training-data": "unkeyed untagged abroad",
    "terraform-state": "unkeyed unversioned untagged abroad",
    "partner-drop": "unkeyed untagged abroad",
    "partner-drop-policy": "anyone",
    "replica": "unkeyed untagged abroad",
    "uploads-replication": "copied-abroad",
    "web-host-storage": "unencrypted untagged abroad",
    "scratch-volume": "unencrypted untagged abroad",
    "example-snapshot": "unencrypted untagged abroad",
    "snapshot-copy": "unencrypted untagged abroad",
    "no-default-encryption": "unencrypted",
    "shared-ami": "unencrypted untagged abroad",
    "home-directories": "unencrypted untagged abroad",
    "home-directories-policy": "anyone",
    "model-share": "unencrypted untagged abroad",
    "lustre-scratch": "unkeyed untagged abroad unbacked",
    "windows-share": "unkeyed untagged abroad single",
    "app-images": "unkeyed untagged abroad mutable",
    "app-images-policy": "anyone",
    "images-everywhere": "copied-abroad",
    "backup-vault": "unkeyed untagged abroad",
    "backup-vault-policy": "anyone",
    "glacier-archive": "untagged abroad",
    "iceberg-tables": "unkeyed abroad",
}


def websites():
    """https://www.pulumi.com/registry/packages/aws/how-to-guides/s3-folder/"""
    site = s3.Bucket("website", website={"index_document": "index.html"}, force_destroy=True)
    s3.BucketPublicAccessBlock(
        "website-access",
        bucket=site.id,
        block_public_acls=False,
        block_public_policy=False,
        ignore_public_acls=False,
        restrict_public_buckets=False,
    )
    s3.BucketOwnershipControls(
        "website-owner", bucket=site.id, rule={"object_ownership": "ObjectWriter"}
    )
    s3.BucketPolicy(
        "website-readers",
        bucket=site.id,
        policy=site.arn.apply(
            lambda arn: allowing("s3:GetObject", principal="*", resource=f"{arn}/*")
        ),
    )


def buckets():
    """https://github.com/bridgecrewio/terragoat/blob/master/terraform/aws/s3.tf"""
    uploads = s3.Bucket("uploads")
    financials = s3.BucketV2("financials", force_destroy=True)
    s3.BucketServerSideEncryptionConfiguration(
        "financials-sse",
        bucket=financials.id,
        rules=[{"apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}}],
    )
    data = s3.Bucket("data")
    s3.BucketAcl("data-acl", bucket=data.id, acl="public-read")
    s3.BucketVersioning(
        "data-versions", bucket=data.id, versioning_configuration={"status": "Suspended"}
    )
    s3.Bucket("training-data", acl="private", versioning={"enabled": False})
    s3.Bucket("terraform-state", bucket="acme-terraform-state")
    drop = s3.Bucket("partner-drop")
    s3.BucketPolicy(
        "partner-drop-policy",
        bucket=drop.id,
        policy=drop.arn.apply(
            lambda arn: allowing("s3:*", principal={"AWS": "*"}, resource=[arn, f"{arn}/*"])
        ),
    )
    replica = s3.Bucket("replica", region="ap-southeast-1")
    s3.BucketReplicationConfig(
        "uploads-replication",
        bucket=uploads.id,
        role="arn:aws:iam::111122223333:role/replication",
        rules=[
            {
                "id": "all",
                "status": "Enabled",
                "destination": {"bucket": replica.arn, "storage_class": "STANDARD"},
            }
        ],
    )


def volumes():
    """https://github.com/nccgroup/sadcloud/blob/master/modules/aws/ebs/main.tf"""
    host = ebs.Volume("web-host-storage", availability_zone="us-east-1a", size=1)
    ebs.Volume(
        "scratch-volume", availability_zone="us-east-1b", size=500, type="gp3", encrypted=False
    )
    snapshot = ebs.Snapshot("example-snapshot", volume_id=host.id)
    ebs.SnapshotCopy("snapshot-copy", source_snapshot_id=snapshot.id, source_region="us-east-1")
    ebs.EncryptionByDefault("no-default-encryption", enabled=False)
    ec2.AmiFromInstance("shared-ami", source_instance_id="i-0f3a1b2c4d5e6f708")


def file_systems():
    """https://docs.aws.amazon.com/efs/latest/ug/gs-step-two-create-efs-resources.html"""
    homes = efs.FileSystem("home-directories", encrypted=False)
    efs.FileSystemPolicy(
        "home-directories-policy",
        file_system_id=homes.id,
        policy=allowing("elasticfilesystem:*", principal={"AWS": "*"}),
    )
    efs.MountTarget("home-directories-a", file_system_id=homes.id, subnet_id="subnet-0a1b2c3d")
    efs.FileSystem("model-share", creation_token="models")
    fsx.LustreFileSystem(
        "lustre-scratch",
        storage_capacity=1200,
        subnet_ids="subnet-0a1b2c3d",
        deployment_type="SCRATCH_2",
    )
    fsx.WindowsFileSystem(
        "windows-share",
        active_directory_id="d-9067abcdef",
        storage_capacity=32,
        throughput_capacity=8,
        subnet_ids="subnet-0a1b2c3d",
        deployment_type="SINGLE_AZ_1",
        skip_final_backup=True,
    )


def images():
    """https://github.com/bridgecrewio/terragoat/blob/master/terraform/aws/ecr.tf"""
    apps = ecr.Repository("app-images", image_tag_mutability="MUTABLE", force_delete=True)
    ecr.RepositoryPolicy(
        "app-images-policy",
        repository=apps.name,
        policy=allowing(["ecr:BatchGetImage", "ecr:PutImage"], principal="*", resource=None),
    )
    ecr.ReplicationConfiguration(
        "images-everywhere",
        replication_configuration={
            "rules": [
                {"destinations": [{"region": "ap-south-1", "registry_id": "111122223333"}]},
            ]
        },
    )


def archives():
    """https://github.com/nccgroup/sadcloud/blob/master/modules/aws/glacier/main.tf"""
    vault = backup.Vault("backup-vault")
    backup.VaultPolicy(
        "backup-vault-policy",
        backup_vault_name=vault.name,
        policy=allowing("backup:*", principal={"AWS": "*"}),
    )
    glacier.Vault(
        "glacier-archive",
        name="archive",
        access_policy=allowing("glacier:*", principal="*"),
    )
    s3tables.TableBucket("iceberg-tables", name="acme-tables")


def allowing(action, *, principal, resource="*"):
    statement = {"Effect": "Allow", "Principal": principal, "Action": action}
    if resource is not None:
        statement["Resource"] = resource
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


PROGRAM = (websites, buckets, volumes, file_systems, images, archives)
