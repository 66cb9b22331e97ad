"""One scratch directory from a machine's own disks, where the cloud leaves them raw."""

from collections.abc import Iterator, Mapping

from landing_zone.core import Cloud
from landing_zone.gpu_pool.spec import NvmeUse
from landing_zone.gpu_runtime.demand import Demand, Served
from landing_zone.gpu_runtime.objects import Manifest
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
