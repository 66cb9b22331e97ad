"""What lies in AWS's buckets, on its disks and in its file systems, and under whose key."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass, Undetermined
from landing_zone_policies.paths import Found
from landing_zone_policies.places import place_of
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check, judged, need
from landing_zone_policies.rules.encryption.vocabulary import own_key, under_key
from landing_zone_policies.values import MISSING, UNKNOWN
from landing_zone_policies.wanted import one_of, true

BUCKET = "aws:s3:Bucket"
SIDE_CAR = "aws:s3:BucketServerSideEncryptionConfiguration"
DEFAULT = "rules[].applyServerSideEncryptionByDefault"
INSIDE = (
    "serverSideEncryptionConfiguration.rule[].applyServerSideEncryptionByDefault",
    "serverSideEncryptionConfiguration.rules[].applyServerSideEncryptionByDefaults[]",
)
"""In the bucket itself, now and in `BucketV2`."""

KMS = one_of("aws:kms", "aws:kms:dsse")
AES = one_of("AES256")

TAKES_LOGS: Mapping[str, str] = {
    "aws:s3:BucketLogging": "targetBucket",
    BUCKET: "logging.targetBucket",
    "aws:lb:LoadBalancer": "accessLogs.bucket",
    "aws:elb:LoadBalancer": "accessLogs.bucket",
}
"""What writes access logs to a bucket, and can do so under the provider's key alone.

Sources: https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-access-logging.html
"""


@check(BUCKET, reads=("serverSideEncryptionConfiguration", f"{SIDE_CAR}.rules"), joins=True)
def bucket_has_a_key(bucket: Resource, world: World) -> Iterator[Outcome]:
    """A bucket's key is its own property, in older programs, or that of a resource beside it."""
    beside = world.estate.pointing(bucket, "bucket", SIDE_CAR)
    own = (each for path in INSIDE for each in bucket.find(path))
    inside = [each for each in own if each.value is not MISSING]
    defaults = [*inside, *(each for one in beside for each in one.find(DEFAULT))]
    if defaults and all(_is_aes(each, world) for each in defaults) and _takes_logs(bucket, world):
        yield NotApplicable("access logs arrive under the provider's key alone")
        return
    if not defaults:
        yield Fail("serverSideEncryptionConfiguration", "the bucket has no key of its own")
    for each in defaults:
        yield from _under_a_key(each, world)


def _takes_logs(bucket: Resource, world: World) -> bool:
    return any(world.estate.pointing(bucket, path, type_) for type_, path in TAKES_LOGS.items())


def _is_aes(default: Found, world: World) -> bool:
    return all(AES.holds(each, world.settings) for each in default.find("sseAlgorithm"))


def _under_a_key(default: Found, world: World) -> Iterator[Outcome]:
    for path, wanted in (("sseAlgorithm", KMS), ("kmsMasterKeyId", own_key)):
        for found in default.find(path):
            yield judged(found, wanted, world.settings)


MAPPED: Mapping[str, str] = {
    "aws:ec2:LaunchTemplate": "blockDeviceMappings",
    "aws-native:ec2:LaunchTemplate": "launchTemplateData.blockDeviceMappings",
    "aws-native:ec2:Instance": "blockDeviceMappings",
    "aws-native:autoscaling:LaunchConfiguration": "blockDeviceMappings",
}
"""By type, the list of its disks by the names that machines see them under."""
WITHOUT_KEYS = ("aws:ec2:LaunchConfiguration", "aws-native:autoscaling:LaunchConfiguration")
"""What encrypts disks, and cannot name a key for them."""

BY_DEFAULT = "aws:ebs:EncryptionByDefault"
DEFAULT_KEY = "aws:ebs:DefaultKmsKey"
ACCOUNT_WIDE = (f"{BY_DEFAULT}.enabled", f"{DEFAULT_KEY}.keyArn")


@check(
    *("aws:ebs:Volume", "aws:ebs:SnapshotCopy", "aws:ebs:SnapshotImport", "aws:ec2:AmiCopy"),
    reads=("encrypted", "kmsKeyId", *ACCOUNT_WIDE),
    joins=True,
)
def disk_has_a_key(disk: Resource, world: World) -> Iterator[Outcome]:
    """A disk is encrypted, under its own key or the one that its account gives to all."""
    yield from _volume(Found("", disk.inputs), disk, world)


@check(
    *("aws:ec2:Instance", "aws:ec2:SpotInstanceRequest", "aws:ec2:LaunchConfiguration"),
    reads=(
        "rootBlockDevice.encrypted",
        "rootBlockDevice.kmsKeyId",
        "ebsBlockDevices",
        "launchTemplate",
    ),
    joins=True,
)
def machine_has_keys(machine: Resource, world: World) -> Iterator[Outcome]:
    """A machine's disks are said by itself, or by the launch template that it is made from."""
    root = machine.first("rootBlockDevice")
    if root.value is UNKNOWN:
        yield Undetermined(root.path, "rootBlockDevice is known after deployment")
    elif root.value is MISSING and machine.get("launchTemplate") is not MISSING:
        yield NotApplicable("its launch template says how its disks are encrypted")
    else:
        yield from _volume(root, machine, world)
    for each in machine.find("ebsBlockDevices[]"):
        if each.is_known:
            yield from _volume(each, machine, world)


@check(
    *MAPPED,
    reads=tuple(
        f"{path}[].ebs.{each}"
        for path in dict.fromkeys(MAPPED.values())
        for each in ("encrypted", "kmsKeyId")
    ),
    joins=True,
)
def mapped_disks_have_keys(owner: Resource, world: World) -> Iterator[Outcome]:
    """Where nothing is said of disks they are those of the image, as they are."""
    path = MAPPED[owner.type]
    if owner.first(path).value is MISSING and owner.get("launchTemplate") is not MISSING:
        yield NotApplicable("its launch template says how its disks are encrypted")
        return
    for mapping in owner.find(f"{path}[]"):
        ebs = mapping.find("ebs")[0]
        if mapping.value is UNKNOWN or ebs.value is UNKNOWN:
            yield Undetermined(mapping.path, f"{mapping.path} is known after deployment")
        elif mapping.is_known and not ebs.is_known:
            yield NotApplicable(f"{mapping.path} is no EBS volume")
        else:
            yield from _volume(ebs, owner, world)


def _volume(volume: Found, owner: Resource, world: World) -> Iterator[Outcome]:
    encrypted = volume.find("encrypted")[0]
    if encrypted.value is MISSING and _by_default(owner, world):
        yield Pass(encrypted.path)
    else:
        yield judged(encrypted, true, world.settings)
    if not world.settings.is_production or owner.type in WITHOUT_KEYS:
        return
    key = volume.find("kmsKeyId")[0]
    if key.value is MISSING and world.estate.has(DEFAULT_KEY):
        yield Pass(key.path)
    else:
        yield judged(key, own_key, world.settings)


def _by_default(owner: Resource, world: World) -> bool:
    """Say whether the program has the account encrypt what says nothing, in the same region."""
    here = place_of(owner, world.estate).name
    return any(
        each.get("enabled") is not False and place_of(each, world.estate).name == here
        for each in world.estate.of(BY_DEFAULT)
    )


LUSTRE = "aws:fsx:LustreFileSystem"
LASTING = one_of("PERSISTENT_1", "PERSISTENT_2")
"""Scratch file systems of Lustre take no key.

Source: https://docs.aws.amazon.com/fsx/latest/LustreGuide/encryption-at-rest.html
"""

CHECKS: Mapping[str, tuple[Check, ...]] = {
    "ENC-01": (
        bucket_has_a_key,
        under_key("aws:s3tables:TableBucket", "encryptionConfiguration.kmsKeyArn"),
        under_key("aws:s3:VectorsVectorBucket", "encryptionConfigurations[].kmsKeyArn"),
    ),
    "ENC-02": (disk_has_a_key, machine_has_keys, mapped_disks_have_keys),
    "ENC-06": (
        need("aws:efs:FileSystem", "encrypted", true),
        under_key(
            (
                "aws:efs:FileSystem",
                "aws:fsx:FileCache",
                "aws:fsx:OntapFileSystem",
                "aws:fsx:OpenZfsFileSystem",
                "aws:fsx:WindowsFileSystem",
                "aws:s3:FilesFileSystem",
            ),
            "kmsKeyId",
        ),
        under_key(LUSTRE, "kmsKeyId", when=[("deploymentType", LASTING)]),
    ),
}
