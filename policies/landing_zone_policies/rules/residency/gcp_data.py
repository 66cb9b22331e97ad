"""Where copies of data go on Google Cloud: replicas, backups, secrets, images and logs."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Undetermined
from landing_zone_policies.places import Place, places_of
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, World
from landing_zone_policies.rules.residency.stays import leads as leads_to
from landing_zone_policies.rules.residency.stays import led, lies, resident, stays, verdict
from landing_zone_policies.values import MISSING, UNKNOWN

BUCKET = "gcp:storage:Bucket"
SECRET = "gcp:secretmanager:Secret"  # noqa: S105 (a type)
DATABASE = "gcp:sql:DatabaseInstance"

LOG_BUCKETS = (
    "gcp:logging:ProjectBucketConfig",
    "gcp:logging:FolderBucketConfig",
    "gcp:logging:OrganizationBucketConfig",
    "gcp:logging:BillingAccountBucketConfig",
)
SINKS = (
    "gcp:logging:ProjectSink",
    "gcp:logging:FolderSink",
    "gcp:logging:OrganizationSink",
    "gcp:logging:BillingAccountSink",
)
SINK_TARGETS = (BUCKET, "gcp:bigquery:Dataset", *LOG_BUCKETS)

LOCATION = r"/locations/(?P<location>[\w-]+)/"


@resident(DATABASE, reads=("masterInstanceName",), joins=True)
def replica_stays(instance: Resource, world: World) -> Iterator[Outcome]:
    """A replica of a database lies where its own region says."""
    if instance.get("masterInstanceName") is MISSING:
        yield NotApplicable("it is no replica")
        return
    for place in places_of(instance, world.estate):
        yield verdict(place, "gcp", world)


@resident(SECRET, reads=("replication",))
def secret_stays(secret: Resource, world: World) -> Iterator[Outcome]:
    """A secret is kept in regions that are named; left to Google it is kept in any.

    Source: https://cloud.google.com/secret-manager/docs/choosing-replication
    """
    if secret.get("replication") is UNKNOWN:
        yield Undetermined("replication", "replication is known after deployment")
        return
    replicas = secret.find("replication.userManaged.replicas[].location")
    named = [each for each in replicas if each.value is not MISSING]
    for each in named:
        place = Place(UNKNOWN if each.value is UNKNOWN else str(each.value).casefold(), each.path)
        yield verdict(place, "gcp", world)
    if not named:
        yield Fail("replication", "the secret is kept wherever Google puts it")


@resident(*SINKS, reads=("destination",), joins=True)
def logs_stay(sink: Resource, world: World) -> Iterator[Outcome]:
    """Logs are sent to what lies within; the destination may say where that is."""
    for found in sink.find("destination"):
        location = re.search(LOCATION, found.value) if isinstance(found.value, str) else None
        if location:
            yield verdict(Place(location["location"].casefold(), found.path), "gcp", world)
        elif isinstance(found.value, str) and "pubsub.googleapis.com" in found.value:
            yield NotApplicable("a topic keeps messages where its own policy says")
        else:
            yield from led(sink, [found], "destination", SINK_TARGETS, world)


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "REG-03": (
        stays(BUCKET, "customPlacementConfig.dataLocations[]"),
        leads_to(
            "gcp:compute:DiskAsyncReplication",
            "secondaryDisk.disk",
            "gcp:compute:Disk",
            "gcp:compute:RegionDisk",
        ),
        leads_to("gcp:storage:TransferJob", "transferSpec.gcsDataSink.bucketName", BUCKET),
    ),
    "REG-06": (
        replica_stays,
        stays("gcp:bigtable:Instance", "clusters[].zone"),
        stays("gcp:spanner:InstanceConfig", "replicas[].location"),
    ),
    "REG-07": (
        stays(DATABASE, "settings.backupConfiguration.location"),
        stays(("gcp:compute:Snapshot", "gcp:compute:Image"), "storageLocations[]"),
        stays(
            "gcp:compute:ResourcePolicy",
            "snapshotSchedulePolicy.snapshotProperties.storageLocations",
        ),
        lies(
            "gcp:gkebackup:BackupPlan",
            "gcp:gkebackup:RestorePlan",
            "gcp:backupdisasterrecovery:BackupVault",
            "gcp:filestore:Backup",
            "gcp:alloydb:Backup",
        ),
    ),
    "REG-08": (secret_stays, lies("gcp:kms:KeyRing", "gcp:secretmanager:RegionalSecret")),
    "REG-09": (lies("gcp:artifactregistry:Repository"),),
    "REG-11": (
        lies(*LOG_BUCKETS),
        logs_stay,
        stays(
            ("gcp:logging:OrganizationSettings", "gcp:logging:FolderSettings"), "storageLocation"
        ),
    ),
}
