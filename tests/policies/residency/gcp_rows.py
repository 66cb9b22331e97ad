"""Programs on Google Cloud with one property that leads data out of the jurisdictions."""

from pulumi_gcp import compute, storage

from tests.policies.cases import Cases

CASES = Cases()


@CASES.denies("REG-03", path="secondaryDisk.disk")
def disk_copied_outside(name):
    first = compute.Disk(f"{name}-first", zone="europe-west4-a")
    second = compute.Disk(f"{name}-second", zone="us-central1-a")
    compute.DiskAsyncReplication(name, primary_disk=first.id, secondary_disk={"disk": second.id})


@CASES.denies("REG-03", path="transferSpec.gcsDataSink.bucketName")
def transfer_outside(name):
    sink = storage.Bucket(f"{name}-sink", location="US")
    spec = {
        "gcs_data_source": {"bucket_name": "lake"},
        "gcs_data_sink": {"bucket_name": sink.name},
    }
    storage.TransferJob(name, description="copy", transfer_spec=spec)
