"""Buckets, datasets, disks, file shares and images, as tutorials leave them."""

from pulumi_gcp import (
    artifactregistry,
    bigquery,
    bigtable,
    compute,
    filestore,
    firestore,
    logging,
    storage,
)

EXPECTED = {
    "terragoat-website": "unkeyed abroad untagged unversioned acl",
    "website-all": "public",
    "prod-blogapp": "unkeyed abroad untagged unversioned public",
    "prod-blogapp-reader": "public",
    "dev-blogapp": "unkeyed abroad untagged unversioned",
    "dev-blogapp-reader": "public",
    "public-binding": "public",
    "bucket-policy": "public",
    "static-site": "abroad untagged unkeyed",
    "static-site-acl": "public",
    "static-object": "public",
    "ml-datasets": "abroad untagged unkeyed",
    "backups-asia": "abroad untagged unkeyed",
    "dual-region": "abroad unkeyed untagged",
    "audit-bucket": "abroad unkeyed untagged mutable-logs",
    "log-sink": "log-abroad",
    "transfer-all": "almighty",
    "goat-dataset": "abroad untagged unkeyed public",
    "analytics": "abroad untagged unkeyed",
    "analytics-readers": "public",
    "events": "unkeyed untagged unprotected",
    "shared-table": "public",
    "images-repo": "abroad untagged unkeyed mutable",
    "images-public": "public",
    "python-repo": "abroad untagged unkeyed",
    "goat-disk": "unkeyed abroad untagged unbacked",
    "regional-disk": "unkeyed abroad untagged",
    "disk-snapshot": "untagged unkeyed",
    "vm-image": "untagged unkeyed",
    "vm-image-everyone": "public",
    "file-share": "unkeyed abroad untagged unbacked",
    "firestore-default": "abroad unkeyed unprotected unbacked",
    "wide-column": "unkeyed untagged unprotected",
}


def buckets():
    """https://github.com/bridgecrewio/terragoat/blob/master/terraform/gcp/gcs.tf"""
    site = storage.Bucket("terragoat-website", location="US", force_destroy=True)
    storage.BucketIAMBinding(
        "website-all", bucket=site.name, role="roles/storage.objectViewer", members=["allUsers"]
    )
    production = storage.Bucket(
        "prod-blogapp",
        location="US",
        storage_class="STANDARD",
        force_destroy=True,
        public_access_prevention="inherited",
        uniform_bucket_level_access=False,
    )
    storage.BucketIAMMember(
        "prod-blogapp-reader",
        bucket=production.name,
        role="roles/storage.objectViewer",
        member="allUsers",
    )
    development = storage.Bucket("dev-blogapp", location="us-west1", force_destroy=True)
    storage.BucketIAMMember(
        "dev-blogapp-reader",
        bucket=development.name,
        role="roles/storage.admin",
        member="allAuthenticatedUsers",
    )
    storage.BucketIAMBinding(
        "public-binding",
        bucket=development.name,
        role="roles/storage.legacyBucketReader",
        members=["user:jane@example.com", "allUsers"],
    )
    storage.BucketIAMPolicy(
        "bucket-policy",
        bucket=development.name,
        policy_data='{"bindings":[{"role":"roles/storage.objectViewer","members":["allUsers"]}]}',
    )


def sites():
    """https://www.pulumi.com/templates/static-website/gcp/"""
    site = storage.Bucket(
        "static-site",
        location="US",
        website={"main_page_suffix": "index.html", "not_found_page": "error.html"},
        cors=[{"origins": ["*"], "methods": ["*"]}],
    )
    storage.DefaultObjectAccessControl(
        "static-site-acl", bucket=site.name, role="READER", entity="allUsers"
    )
    storage.ObjectAccessControl(
        "static-object", bucket=site.name, object="index.html", role="READER", entity="allUsers"
    )
    storage.Bucket("ml-datasets", location="us-central1", versioning={"enabled": False})
    storage.Bucket("backups-asia", location="ASIA", storage_class="NEARLINE")
    storage.Bucket(
        "dual-region",
        location="US",
        custom_placement_config={"data_locations": ["US-EAST1", "US-WEST1"]},
    )
    logs = storage.Bucket("audit-bucket", location="US", retention_policy={"retention_period": 60})
    logging.ProjectSink(
        "log-sink", destination=logs.name.apply(lambda name: f"storage.googleapis.com/{name}")
    )
    storage.BucketIAMMember(
        "transfer-all", bucket=logs.name, role="roles/storage.admin", member="domain:example.com"
    )


def datasets():
    """https://github.com/bridgecrewio/terragoat/blob/master/terraform/gcp/big_data.tf"""
    bigquery.Dataset(
        "goat-dataset",
        dataset_id="terragoat_dataset",
        accesses=[
            {"special_group": "allAuthenticatedUsers", "role": "READER"},
            {"user_by_email": "owner@example.com", "role": "OWNER"},
        ],
    )
    analytics = bigquery.Dataset("analytics", dataset_id="analytics", location="US")
    bigquery.DatasetIamMember(
        "analytics-readers",
        dataset_id=analytics.dataset_id,
        role="roles/bigquery.dataViewer",
        member="allAuthenticatedUsers",
    )
    table = bigquery.Table(
        "events",
        dataset_id=analytics.dataset_id,
        table_id="events",
        deletion_protection=False,
        schema='[{"name": "email", "type": "STRING"}]',
    )
    bigquery.IamMember(
        "shared-table",
        dataset_id=analytics.dataset_id,
        table_id=table.table_id,
        role="roles/bigquery.dataViewer",
        member="allUsers",
    )


def registries():
    """https://cloud.google.com/artifact-registry/docs/docker/store-docker-container-images"""
    images = artifactregistry.Repository(
        "images-repo", repository_id="images", format="DOCKER", location="us-central1"
    )
    artifactregistry.RepositoryIamMember(
        "images-public",
        repository=images.name,
        location="us-central1",
        role="roles/artifactregistry.reader",
        member="allUsers",
    )
    artifactregistry.Repository(
        "python-repo", repository_id="python", format="PYTHON", location="us"
    )


def disks():
    """https://github.com/bridgecrewio/terragoat/blob/master/terraform/gcp/instances.tf"""
    disk = compute.Disk("goat-disk", type="pd-ssd", zone="us-central1-a", size=100)
    compute.RegionDisk(
        "regional-disk", region="us-central1", replica_zones=["us-central1-a", "us-central1-b"]
    )
    compute.Snapshot("disk-snapshot", source_disk=disk.id, zone="us-central1-a")
    image = compute.Image("vm-image", source_disk=disk.id)
    compute.ImageIamMember(
        "vm-image-everyone",
        image=image.name,
        role="roles/compute.imageUser",
        member="allAuthenticatedUsers",
    )
    filestore.Instance(
        "file-share",
        location="us-central1-b",
        tier="BASIC_HDD",
        file_shares={
            "name": "share1",
            "capacity_gb": 1024,
            "nfs_export_options": [{"ip_ranges": ["0.0.0.0/0"], "squash_mode": "NO_ROOT_SQUASH"}],
        },
        networks=[{"network": "default", "modes": ["MODE_IPV4"]}],
    )
    firestore.Database(
        "firestore-default", name="(default)", location_id="nam5", type="FIRESTORE_NATIVE"
    )
    bigtable.Instance(
        "wide-column",
        deletion_protection=False,
        clusters=[{"cluster_id": "c1", "zone": "us-central1-b", "num_nodes": 1}],
    )


PROGRAM = (buckets, sites, datasets, registries, disks)
