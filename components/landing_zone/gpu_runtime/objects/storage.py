"""Disks for pods: under the customer's key, and a machine's own as one scratch directory."""

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from landing_zone.core import Cloud
from landing_zone.gpu_pool.spec import NvmeUse
from landing_zone.gpu_runtime.demand import Demand, Served
from landing_zone.gpu_runtime.objects import Manifest, manifest
from landing_zone.gpu_runtime.objects.node import prepared
from landing_zone.gpu_runtime.spec import GpuRuntimeSpec

SCRATCH: Mapping[Cloud, str] = {
    Cloud.AWS: "/mnt/scratch",
    Cloud.GCP: "/mnt/disks/scratch",
    Cloud.AZURE: "/mnt/scratch",
}
"""Where a node has it. Container-Optimized OS can be written to below `/mnt/disks` alone.

Source: https://cloud.google.com/container-optimized-os/docs/concepts/disks-and-filesystem
"""

DISKS: Mapping[Cloud, str] = {
    Cloud.GCP: "ls /dev/disk/by-id/google-local-nvme-ssd-* 2>/dev/null",
    Cloud.AZURE: "lsblk -dpno NAME,MODEL | awk '/Microsoft NVMe Direct Disk/ {print $1}'",
}
"""How a node lists its own disks; on EKS the node's start makes them one.

Sources: https://cloud.google.com/kubernetes-engine/docs/how-to/persistent-volumes/local-ssd-raw,
https://learn.microsoft.com/azure/virtual-machines/enable-nvme-faqs
"""

SCRIPT = """set -e
where={where}
mountpoint -q "$where" && exit 0
array=$(blkid -L scratch || true)
if [ -z "$array" ]; then
  set -- $({disks})
  [ $# -gt 0 ] || {{ echo 'the node has no disks of its own' >&2; exit 1; }}
  array=/dev/md/scratch
  mdadm --create "$array" --run --force --level=0 --raid-devices=$# "$@"
  mkfs.ext4 -q -F -m 0 -L scratch "$array"
fi
mkdir -p "$where"
mount -o noatime,nosuid,nodev "$array" "$where"
chmod 1777 "$where"
"""
"""Does nothing where it was done already, and finds the file system again after a restart."""


class DiskKey(NamedTuple):
    """How a cloud's driver is told which key encrypts the disks of pods."""

    provisioner: str
    kind: Mapping[str, str]
    parameter: str
    place: str
    """The key of `ClusterOutputs.place` that holds it."""


DISK_KEYS: Mapping[Cloud, DiskKey] = {
    Cloud.AWS: DiskKey(
        "ebs.csi.aws.com", {"type": "gp3", "encrypted": "true"}, "kmsKeyId", "disk_key_arn"
    ),
    Cloud.GCP: DiskKey(
        "pd.csi.storage.gke.io", {"type": "pd-balanced"}, "disk-encryption-kms-key", "disk_key"
    ),
}
"""Where the cluster's own class of disks is not under the customer's key, as it is on AKS.

Sources: https://github.com/kubernetes-sigs/aws-ebs-csi-driver/blob/master/docs/parameters.md,
https://cloud.google.com/kubernetes-engine/docs/how-to/using-cmek#dynamic_provisioning,
https://learn.microsoft.com/azure/aks/azure-disk-customer-managed-keys
"""


def disk_class(demand: Demand, place: Mapping[str, Any]) -> Iterator[Manifest]:
    """Yield the class that a pod's disk is of when it names none: the newest default is taken.

    Source: https://kubernetes.io/docs/concepts/storage/storage-classes/#default-storageclass

    Args:
        demand: the pools.
        place: what the cluster says of itself.
    """
    key = DISK_KEYS.get(demand.cloud)
    if key is None or key.place not in place:
        return
    yield manifest(
        "storage.k8s.io/v1",
        "StorageClass",
        "encrypted",
        annotations={"storageclass.kubernetes.io/is-default-class": "true"},
        provisioner=key.provisioner,
        parameters={**key.kind, key.parameter: place[key.place]},
        volumeBindingMode="WaitForFirstConsumer",
        allowVolumeExpansion=True,
    )


def with_scratch(demand: Demand) -> tuple[Served, ...]:
    """Return the pools whose nodes have a scratch directory."""
    return tuple(each for each in demand.pools if each.spec.local_nvme is NvmeUse.SCRATCH)


def scratched(demand: Demand) -> tuple[Served, ...]:
    """Return the pools whose disks we make one of."""
    return with_scratch(demand) if demand.cloud in DISKS else ()


def arrays(demand: Demand, spec: GpuRuntimeSpec) -> Iterator[Manifest]:
    """Yield what makes one file system of a node's disks as soon as the node is there."""
    pools = scratched(demand)
    if not pools:
        return
    script = SCRIPT.format(where=SCRATCH[demand.cloud], disks=DISKS[demand.cloud])
    yield prepared("scratch-disks", pools, script, spec)
