"""What lies in Google Cloud's buckets, on its disks and in its file systems, by whose key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from landing_zone_policies.outcomes import NotApplicable, Outcome, Pass
from landing_zone_policies.paths import Found
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check, either, judged, need
from landing_zone_policies.rules.encryption.vocabulary import (
    each,
    in_production,
    own_key,
    under_key,
)
from landing_zone_policies.wanted import absent, given, none_of, not_true, one_of, plain, true

INSTANCE = "gcp:compute:Instance"
TEMPLATES = ("gcp:compute:InstanceTemplate", "gcp:compute:RegionInstanceTemplate")
DEFAULT_POOL = [("removeDefaultNodePool", not_true), ("enableAutopilot", not_true)]
FILESTORE = "gcp:filestore:Instance"
TAKES_A_KEY = [
    ("tier", none_of("BASIC_HDD", "BASIC_SSD", "STANDARD", "PREMIUM", "TIER_UNSPECIFIED"))
]
"""Basic tiers take no key.

Source: https://cloud.google.com/filestore/docs/cmek
"""
CLASS_KEYS = frozenset(["dataclass", "dataclassification", "classification", "sensitivity"])
RESTRICTED = one_of("restricted", "secret", "top-secret", "highly-confidential")
POOL = "gcp:container:NodePool"
POOL_CLUSTER = "gcp:container:Cluster"
OF_POOL = "nodeConfig.confidentialNodes.enabled"


def _if_restricted(row: Check, labels: str) -> Check:
    """Return a row about machines whose labels say that their data is of the highest class."""

    def look(machine: Resource, world: World) -> Iterator[Outcome]:
        if any(_says_restricted(each, world) for each in machine.find(f"{labels}.*")):
            yield from row.look(machine, world)
        else:
            yield NotApplicable("no label says that its data is restricted")

    return row._replace(look=look, reads=(*row.reads, labels))


def _says_restricted(label: Found, world: World) -> bool:
    key = "".join(filter(str.isalpha, label.path.rpartition("abels")[2])).casefold()
    return key in CLASS_KEYS and bool(RESTRICTED.holds(label, world.settings))


@check(POOL, reads=(OF_POOL, f"{POOL_CLUSTER}.confidentialNodes.enabled"), joins=True)
def pool_is_confidential(pool: Resource, world: World) -> Iterator[Outcome]:
    """A pool encrypts the memory of its nodes where its cluster does."""
    clusters = world.estate.targets(pool, "cluster", POOL_CLUSTER)
    if any(plain(each.get("confidentialNodes.enabled")) is True for each in clusters):
        yield Pass()
    else:
        yield judged(pool.first(OF_POOL), true, world.settings)


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "ENC-01": (under_key("gcp:storage:Bucket", "encryption.defaultKmsKeyName"),),
    "ENC-02": (
        in_production(under_key("gcp:compute:Disk", "diskEncryptionKey.kmsKeySelfLink")),
        in_production(under_key("gcp:compute:RegionDisk", "diskEncryptionKey.kmsKeyName")),
        in_production(under_key("gcp:compute:Image", "imageEncryptionKey.kmsKeySelfLink")),
        in_production(under_key("gcp:compute:Snapshot", "snapshotEncryptionKey.kmsKeySelfLink")),
        in_production(
            under_key(INSTANCE, "bootDisk.kmsKeySelfLink", when=[("bootDisk.source", absent)])
        ),
        in_production(
            each(
                TEMPLATES,
                "disks[]",
                ("diskEncryptionKey.kmsKeySelfLink", own_key),
                unless=[("source", given), ("type", one_of("SCRATCH"))],
                needed=True,
            )
        ),
        in_production(under_key("gcp:container:NodePool", "nodeConfig.bootDiskKmsKey")),
        in_production(
            under_key("gcp:container:Cluster", "nodeConfig.bootDiskKmsKey", when=DEFAULT_POOL)
        ),
    ),
    "ENC-06": (
        under_key(FILESTORE, "kmsKeyName", when=TAKES_A_KEY),
        under_key("gcp:lustre:Instance", "kmsKey"),
        under_key("gcp:netapp:StoragePool", "kmsConfig"),
    ),
    "ENC-19": (
        _if_restricted(
            either(
                need(INSTANCE, "confidentialInstanceConfig.enableConfidentialCompute", true),
                need(INSTANCE, "confidentialInstanceConfig.confidentialInstanceType", given),
            ),
            "labels",
        ),
        _if_restricted(pool_is_confidential, "nodeConfig.resourceLabels"),
    ),
}
