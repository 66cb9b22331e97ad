"""Where keys lie, and whether the law that holds there is the data's."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from landing_zone_policies.estate import Estate
from landing_zone_policies.facts.multi_regions import regions_of
from landing_zone_policies.facts.regions import jurisdictions_of
from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass, Undetermined
from landing_zone_policies.paths import Found
from landing_zone_policies.places import (
    GLOBAL,
    Place,
    arn_region,
    is_within,
    normal_place,
    place_of,
)
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check
from landing_zone_policies.rules.encryption import at_rest
from landing_zone_policies.values import MISSING, UNKNOWN

VAULTS = ("azure-native:keyvault:Vault", "azure:keyvault:KeyVault")
HOLDERS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "gcp:kms:CryptoKey": ("keyRing", ("gcp:kms:KeyRing",)),
    "azure-native:keyvault:Key": ("vaultName", VAULTS),
    "azure:keyvault:Key": ("keyVaultId", VAULTS),
}
"""Keys lie where that lies which holds them: the property that points at it, and its types."""

REGIONAL = (
    *("aws:kms:Key", "aws:kms:ReplicaKey", "aws:kms:ExternalKey", "aws:kms:ReplicaExternalKey"),
    *("aws:kms:Alias", "aws-native:kms:Key", "aws-native:kms:ReplicaKey", "aws-native:kms:Alias"),
    *("azure-native:compute:DiskEncryptionSet", "azure:compute:DiskEncryptionSet"),
)
KEYS = (*HOLDERS, *REGIONAL, *VAULTS)
MADE = ("aws:kms:Key", "aws:kms:ReplicaKey", "gcp:kms:KeyRing", *VAULTS)
"""What a key is made as, so that it has to lie where keys may be."""

IN_PATH = r"(?i)(?:^|/)locations/([^/]+)/keyRings/"
VAULT_HOST = r"(?i)https://([\w-]+)\.vault\."

DISK_SET = "managedDisk.diskEncryptionSet.id"
BLOCKS = ("rootBlockDevice.kmsKeyId", "ebsBlockDevices[].kmsKeyId")
BESIDE: Mapping[str, tuple[str, ...]] = {
    "aws:s3:BucketServerSideEncryptionConfiguration": (
        "rules[].applyServerSideEncryptionByDefault.kmsMasterKeyId",
    ),
    "aws:ebs:Volume": ("kmsKeyId",),
    "aws:ebs:SnapshotCopy": ("kmsKeyId",),
    "aws:ebs:SnapshotImport": ("kmsKeyId",),
    "aws:ebs:DefaultKmsKey": ("keyArn",),
    "aws:ec2:AmiCopy": ("kmsKeyId",),
    "aws:ec2:Instance": BLOCKS,
    "aws:ec2:SpotInstanceRequest": BLOCKS,
    "aws:ec2:LaunchTemplate": ("blockDeviceMappings[].ebs.kmsKeyId",),
    "aws:athena:Workgroup": (
        "configuration.resultConfiguration.encryptionConfiguration.kmsKeyArn",
    ),
    "aws-native:ec2:Instance": ("blockDeviceMappings[].ebs.kmsKeyId",),
    "aws-native:ec2:LaunchTemplate": ("launchTemplateData.blockDeviceMappings[].ebs.kmsKeyId",),
    "aws-native:athena:WorkGroup": (
        "workGroupConfiguration.resultConfiguration.encryptionConfiguration.kmsKey",
    ),
    "gcp:bigtable:Instance": ("clusters[].kmsKeyName",),
    "gcp:bigquery:Table": ("encryptionConfiguration.kmsKeyName",),
    "gcp:spanner:Database": ("encryptionConfig.kmsKeyName",),
    "gcp:compute:InstanceTemplate": ("disks[].diskEncryptionKey.kmsKeySelfLink",),
    "gcp:compute:RegionInstanceTemplate": ("disks[].diskEncryptionKey.kmsKeySelfLink",),
    "gcp:workbench:Instance": ("gceSetup.dataDisks.kmsKey",),
    "azure-native:compute:VirtualMachine": (
        f"storageProfile.osDisk.{DISK_SET}",
        f"storageProfile.dataDisks[].{DISK_SET}",
    ),
    "azure-native:compute:VirtualMachineScaleSet": (
        f"virtualMachineProfile.storageProfile.dataDisks[].{DISK_SET}",
    ),
    "azure-native:databricks:Workspace": (
        "encryption.entities.managedServices.keyVaultProperties.keyVaultUri",
        "encryption.entities.managedDisk.keyVaultProperties.keyVaultUri",
    ),
    "azure-native:sql:Server": ("keyId",),
    "azure:mssql:Server": ("transparentDataEncryptionKeyVaultKeyId",),
    "azure:servicebus:Namespace": ("customerManagedKey.keyVaultKeyId",),
    "azure:storage:Account": ("customerManagedKey.keyVaultKeyId",),
}
"""Properties with keys that no plain row of a table is about."""


def _paths() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {type_: [*paths] for type_, paths in BESIDE.items()}
    for module in at_rest.MODULES:
        for rows in module.CHECKS.values():
            for row in rows:
                if row.key:
                    for type_ in row.types:
                        found.setdefault(type_, []).append(row.key)
    return {type_: tuple(dict.fromkeys(paths)) for type_, paths in found.items()}


PATHS = _paths()
"""By type, the properties that name keys: all that the rules of encryption at rest ask for."""


def _key_lies_with_its_data(data: Resource, world: World) -> Iterator[Outcome]:
    """A key is found by what its ARN or name says, else as a resource of the program."""
    named = False
    for path in PATHS[data.type]:
        for found in data.find(path):
            if found.value is not MISSING:
                named = True
                yield from _of_key(data, path, found, world)
    if not named:
        yield NotApplicable("no key of the customer's is named")


KEY_LIES_WITH_ITS_DATA = tuple(
    Check((type_,), _key_lies_with_its_data, paths, joins=True) for type_, paths in PATHS.items()
)


@check(*MADE, reads=(), joins=True)
def key_lies_where_data_may(key: Resource, world: World) -> Iterator[Outcome]:
    """Without a list of jurisdictions a key may lie anywhere, as long as its data does too."""
    if not world.settings.jurisdictions:
        yield NotApplicable("no jurisdictions are given")
        return
    yield _allowed(place_of(key, world.estate), key.cloud or "", world)


def _of_key(data: Resource, path: str, found: Found, world: World) -> Iterator[Outcome]:
    cloud = data.cloud or ""
    places = [*_key_places(data, path, found, world.estate)]
    if not places:
        yield Undetermined(found.path, f"where the key at {found.path} lies is not known from here")
        return
    here = place_of(data, world.estate)
    for place in places:
        at = Place(place.name, found.path)
        outcome = _allowed(at, cloud, world) if world.settings.jurisdictions else Pass(found.path)
        yield outcome if not isinstance(outcome, Pass) else _together(at, here, cloud)


def _allowed(place: Place, cloud: str, world: World) -> Outcome:
    if not isinstance(place.name, str):
        return Undetermined(place.path, "where the key lies is not known from here")
    if is_within(cloud, place.name, world.settings.jurisdictions):
        return Pass(place.path)
    allowed = " or ".join(world.settings.jurisdictions)
    return Fail(place.path, f"the key lies in {place.name}, and has to lie in {allowed}")


def _together(key: Place, data: Place, cloud: str) -> Outcome:
    if not isinstance(key.name, str):
        return Undetermined(key.path, "where the key lies is not known from here")
    if not isinstance(data.name, str):
        return Undetermined(data.path or key.path, "where the data lies is not known from here")
    if data.name == GLOBAL:
        return NotApplicable("the data lies nowhere in particular")
    if key.name == data.name or _laws(cloud, key.name) & _laws(cloud, data.name):
        return Pass(key.path)
    return Fail(key.path, f"the key lies in {key.name}, and its data in {data.name}")


def _laws(cloud: str, place: str) -> frozenset[str]:
    """Return the jurisdictions that all of a place is in."""
    regions = list(regions_of(cloud, place))
    laws = frozenset(jurisdictions_of(cloud, regions[0]) if regions else ())
    for region in regions[1:]:
        laws &= frozenset(jurisdictions_of(cloud, region))
    return laws


def _key_places(data: Resource, path: str, found: Found, estate: Estate) -> Iterator[Place]:
    """Yield where the keys lie that a property names or is made from."""
    said = _said(found.value, data.cloud or "")
    if said:
        yield Place(said, found.path)
        return
    keys = estate.targets(data, path, *KEYS) or _vaults(found.value, estate)
    for key in keys:
        yield _place_of_key(key, estate)


def _place_of_key(key: Resource, estate: Estate) -> Place:
    path, types = HOLDERS.get(key.type, ("", ()))
    if not path:
        return place_of(key, estate)
    holders = estate.targets(key, path, *types)
    if holders:
        return place_of(holders[0], estate)
    return Place(_said(f"{key.get(path)}/", key.cloud or "") or UNKNOWN, path)


def _said(value: object, cloud: str) -> str | None:
    """Return the place that is part of a key's own name."""
    region = arn_region(value)
    if region or not isinstance(value, str):
        return region
    found = re.search(IN_PATH, value)
    return normal_place(cloud, found[1]) if found else None


def _vaults(value: object, estate: Estate) -> list[Resource]:
    """Return the vault that an address of Azure's is on."""
    host = re.match(VAULT_HOST, value) if isinstance(value, str) else None
    if host is None:
        return []
    name = host[1].casefold()
    return [
        each
        for each in estate.of(*VAULTS)
        if name in (str(each.get("vaultName")).casefold(), str(each.answered("name")).casefold())
    ]


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "ENC-17": (*KEY_LIES_WITH_ITS_DATA, key_lies_where_data_may),
}
