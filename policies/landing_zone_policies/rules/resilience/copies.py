"""Whether data that matters most has a copy in another region, and that one is allowed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from landing_zone_policies.facts.multi_regions import PAIRS
from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass, Undetermined
from landing_zone_policies.places import Place, named, place_of
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World, check
from landing_zone_policies.rules.residency.stays import is_several, led, verdict
from landing_zone_policies.tags import tags_of
from landing_zone_policies.values import UNKNOWN
from landing_zone_policies.wanted import one_of, satisfies

TIERS = ("tier", "data-tier", "recovery-tier", "service-tier", "criticality")
"""Tags by which people say how bad the loss of something is."""
FIRST = one_of("1", "tier-1", "tier1", "tier_1", "critical", "mission-critical")

BUCKET = "aws:s3:Bucket"
REPLICATION = "aws:s3:BucketReplicationConfig"
DESTINATION = "rules[].destination.bucket"
INSIDE = f"replicationConfiguration.{DESTINATION}"
PLAN = "aws:backup:Plan"
COPIES = "rules[].copyActions[].destinationVaultArn"
VAULTS = ("aws:backup:Vault", "aws:backup:LogicallyAirGappedVault")
INSTANCE = "aws:rds:Instance"
BACKUPS = "aws:rds:InstanceAutomatedBackupsReplication"
GCP_BUCKET = "gcp:storage:Bucket"
PARTS = "customPlacementConfig.dataLocations"

GEO: Mapping[str, str] = {
    "azure-native:storage:StorageAccount": "sku.name",
    "azure-native:dbforpostgresql:Server": "backup.geoRedundantBackup",
    "azure-native:dbformysql:Server": "backup.geoRedundantBackup",
}
"""Where Azure's resources say that they are copied to the paired region."""
COPIED = satisfies(
    "copied to the paired region",
    lambda value: isinstance(value, str) and value.casefold().endswith(("grs", "gzrs", "enabled")),
)


def is_first(resource: Resource, world: World) -> bool:
    """Whether a tag says that the loss of a resource would be worst."""
    found = (tags_of(resource).get(key) for key in TIERS)
    return any(each is not None and bool(FIRST.holds(each, world.settings)) for each in found)


@check(BUCKET, reads=(INSIDE, f"{REPLICATION}.{DESTINATION}", "tags"), joins=True)
def bucket_is_copied(bucket: Resource, world: World) -> Iterator[Outcome]:
    """A bucket is replicated by a resource beside it, or by itself in older programs."""
    beside = world.estate.pointing(bucket, "bucket", REPLICATION)
    if world.estate.pointing(bucket, DESTINATION, REPLICATION):
        yield NotApplicable("it is a copy itself")
    elif beside:
        for each in beside:
            yield from _leads(each, DESTINATION, (BUCKET,), world)
    elif bucket.first(INSIDE).is_known:
        yield from _leads(bucket, INSIDE, (BUCKET,), world)
    else:
        yield _none(bucket, world)


@check(PLAN, reads=(COPIES, "tags"), joins=True)
def plan_copies(plan: Resource, world: World) -> Iterator[Outcome]:
    """A backup plan copies what it makes to a vault elsewhere."""
    if any(each.is_known or each.value is UNKNOWN for each in plan.find(COPIES)):
        yield from _leads(plan, COPIES, VAULTS, world)
    else:
        yield _none(plan, world)


@check(INSTANCE, reads=(f"{BACKUPS}.sourceDbInstanceArn", "tags"), joins=True)
def database_is_copied(instance: Resource, world: World) -> Iterator[Outcome]:
    """A database's automated backups are replicated to another region."""
    copies = world.estate.pointing(instance, "sourceDbInstanceArn", BACKUPS)
    for each in copies:
        yield _within(place_of(each, world.estate), "aws", world)
    if not copies:
        yield _none(instance, world)


@check(GCP_BUCKET, reads=("location", PARTS, "labels"), joins=True)
def bucket_is_of_several_regions(bucket: Resource, world: World) -> Iterator[Outcome]:
    """A bucket lies in several regions: a multi-region, or two that are named."""
    parts = [each for each in bucket.find(f"{PARTS}[]") if each.is_known]
    place = place_of(bucket, world.estate)
    if parts:
        for each in parts:
            yield _within(named("gcp", each), "gcp", world)
    elif place.name is UNKNOWN:
        yield Undetermined(place.path, f"{place.path} is known after deployment")
    elif is_several("gcp", place):
        yield _within(place, "gcp", world)
    else:
        yield _none(bucket, world)


@check(*GEO, reads=(*GEO.values(), "location", "tags"), joins=True)
def is_copied_to_the_pair(resource: Resource, world: World) -> Iterator[Outcome]:
    """What is geo-redundant on Azure is copied to the paired region."""
    found = resource.first(GEO[resource.type])
    held = COPIED.holds(found, world.settings)
    if held is None:
        yield Undetermined(found.path, f"{found.path} is known after deployment")
    elif not held:
        yield _none(resource, world)
    else:
        place = place_of(resource, world.estate)
        pair = PAIRS.get(place.name) if isinstance(place.name, str) else None
        if isinstance(place.name, str) and pair is None:
            yield Fail(found.path, f"{place.name} has no paired region to be copied to")
        else:
            yield _within(Place(pair or UNKNOWN, found.path), "azure", world)


def _leads(
    resource: Resource, path: str, targets: tuple[str, ...], world: World
) -> Iterator[Outcome]:
    if world.settings.jurisdictions:
        yield from led(resource, resource.find(path), path, targets, world)
    else:
        yield Pass(path)


def _within(place: Place, cloud: str, world: World) -> Outcome:
    return verdict(place, cloud, world) if world.settings.jurisdictions else Pass(place.path)


def _none(resource: Resource, world: World) -> Outcome:
    if is_first(resource, world):
        return Fail("", "no copy of it is in another region, and its tags say that it matters most")
    return NotApplicable("no tag says that its loss would be worst, and no copy is made")


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "BAK-07": (
        bucket_is_copied,
        plan_copies,
        database_is_copied,
        bucket_is_of_several_regions,
        is_copied_to_the_pair,
    ),
}
