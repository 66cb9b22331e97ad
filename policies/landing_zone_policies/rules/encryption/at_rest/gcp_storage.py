"""What lies in Google Cloud's buckets, on its disks and in its file systems, by whose key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from landing_zone_policies.outcomes import NotApplicable, Outcome
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check, judged
from landing_zone_policies.rules.encryption.vocabulary import (
    each,
    in_production,
    own_key,
    under_key,
)
from landing_zone_policies.wanted import absent, given, none_of, not_true, one_of, true

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
LABELS = ("labels", "resourceLabels", "nodeConfig.resourceLabels", "nodeConfig.labels")
CLASS_KEYS = frozenset(["dataclass", "dataclassification", "classification", "sensitivity"])
RESTRICTED = one_of("restricted", "secret", "top-secret", "highly-confidential")
CONFIDENTIAL: Mapping[str, str] = {
    INSTANCE: "confidentialInstanceConfig",
    "gcp:container:NodePool": "nodeConfig.confidentialNodes.enabled",
}


@check(*CONFIDENTIAL, reads=(*CONFIDENTIAL.values(), *LABELS), joins=True)
def restricted_data_is_in_encrypted_memory(machine: Resource, world: World) -> Iterator[Outcome]:
    """Machines whose labels say that their data is restricted encrypt their memory, too."""
    if not _is_restricted(machine, world):
        yield NotApplicable("no label says that its data is restricted")
        return
    clusters = world.estate.targets(machine, "cluster", "gcp:container:Cluster")
    for one in (machine, *clusters):
        for path in (
            "confidentialNodes.enabled",
            "confidentialInstanceConfig.confidentialInstanceType",
        ):
            if any(given.holds(each, world.settings) for each in one.find(path)) and not any(
                each.value is False for each in one.find(path)
            ):
                return
    path = CONFIDENTIAL[machine.type]
    if machine.type == INSTANCE:
        path = f"{path}.enableConfidentialCompute"
    for found in machine.find(path):
        yield judged(found, true, world.settings)


def _is_restricted(machine: Resource, world: World) -> bool:
    for path in LABELS:
        for found in machine.find(f"{path}.*"):
            key = found.path.rpartition(".")[2].strip('"]').replace("-", "").replace("_", "")
            if key.casefold() in CLASS_KEYS and RESTRICTED.holds(found, world.settings):
                return True
    return False


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
    "ENC-19": (restricted_data_is_in_encrypted_memory,),
}
