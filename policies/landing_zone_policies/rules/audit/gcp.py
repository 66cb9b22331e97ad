"""What Google Cloud records of administrators, data, networks and clusters, and for how long."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, Survey, World, check, judged, need
from landing_zone_policies.rules.audit.vocabulary import (
    but,
    exists,
    kept,
    lists,
    named_in,
    nobody,
)
from landing_zone_policies.rules.encryption.vocabulary import in_production
from landing_zone_policies.wanted import (
    absent,
    given,
    none_of,
    not_true,
    one_of,
    plain,
    satisfies,
    true,
)

CONFIGS = (
    "gcp:projects:IAMAuditConfig",
    "gcp:folder:IamAuditConfig",
    "gcp:organizations:IamAuditConfig",
)
LOG_TYPES = "auditLogConfigs[].logType"
READS_AND_WRITES = ("DATA_READ", "DATA_WRITE")
SENSITIVE = one_of(
    *("allServices", "storage.googleapis.com", "cloudkms.googleapis.com"),
    *("aiplatform.googleapis.com", "bigquery.googleapis.com", "secretmanager.googleapis.com"),
)
SINKS = (
    "gcp:logging:ProjectSink",
    "gcp:logging:FolderSink",
    "gcp:logging:OrganizationSink",
    "gcp:logging:BillingAccountSink",
)
LOG_BUCKETS = (
    "gcp:logging:ProjectBucketConfig",
    "gcp:logging:FolderBucketConfig",
    "gcp:logging:OrganizationBucketConfig",
    "gcp:logging:BillingAccountBucketConfig",
)
BUCKET = "gcp:storage:Bucket"
SUBNET = "gcp:compute:Subnetwork"
FLOWS = "gcp:networkmanagement:VpcFlowLogsConfig"
CLUSTER = "gcp:container:Cluster"

NO_FLOWS = (
    "internal_https_load_balancer",
    "regional_managed_proxy",
    "global_managed_proxy",
    "private_service_connect",
    "private_nat",
    "peer_migration",
)
"""Purposes of subnets in which no machine is, so that there are no flows to log.

Source: https://cloud.google.com/vpc/docs/using-flow-logs
"""

sampled = satisfies(
    "more than 0", lambda value: isinstance(value, int | float) and value > 0
).or_missing()


@check(BUCKET, reads=("logging.logBucket", f"{CONFIGS[0]}.auditLogConfigs"), joins=True)
def bucket_access_is_recorded(bucket: Resource, world: World) -> Iterator[Outcome]:
    """Who reads a bucket stands in the project's audit log of data access, or in a usage log."""
    configs = [each for each in world.estate.of(*CONFIGS) if _covers(each, "storage")]
    if _takes_logs(bucket, world):
        yield NotApplicable("it holds logs itself")
    elif any(isinstance(named_in(each, LOG_TYPES, READS_AND_WRITES), Pass) for each in configs):
        yield Pass()
    else:
        says = "nobody records who reads the bucket"
        yield judged(bucket.first("logging.logBucket"), given, world.settings, says=says)


@check(SUBNET, reads=("logConfig", "purpose", FLOWS), joins=True)
def flows_are_logged(subnet: Resource, world: World) -> Iterator[Outcome]:
    """A subnet logs its flows, or its network has them logged."""
    if plain(subnet.get("purpose")) in NO_FLOWS:
        yield NotApplicable(f"no machine is in a subnet for {subnet.get('purpose')}")
        return
    networks = world.estate.targets(subnet, "network", "gcp:compute:Network")
    logs = [
        *world.estate.pointing(subnet, "subnet", FLOWS),
        *(each for one in networks for each in world.estate.pointing(one, "network", FLOWS)),
    ]
    if logs:
        for each in logs:
            yield judged(each.first("state"), none_of("DISABLED"), world.settings)
        return
    yield judged(subnet.first("logConfig"), given, world.settings)
    yield judged(subnet.first("logConfig.flowSampling"), sampled, world.settings)


@check(BUCKET, reads=("retentionPolicy.isLocked", "publicAccessPrevention"), joins=True)
def logs_cannot_be_deleted(bucket: Resource, world: World) -> Iterator[Outcome]:
    """A bucket that sinks write to has a retention policy that nobody can lift."""
    if not _takes_logs(bucket, world):
        yield NotApplicable("no log is written to it")
        return
    yield judged(bucket.first("retentionPolicy.retentionPeriod"), given, world.settings)
    yield judged(bucket.first("retentionPolicy.isLocked"), true, world.settings)
    yield judged(bucket.first("publicAccessPrevention"), one_of("enforced"), world.settings)


def all_services_are_recorded(world: World, _: str) -> Iterator[Outcome]:
    """One audit config is for every service."""
    if not any(plain(each.get("service")) == "allservices" for each in world.estate.of(*CONFIGS)):
        yield Fail(CONFIGS[0], "no audit config is for allServices")


def keys_and_models_are_recorded(world: World, _: str) -> Iterator[Outcome]:
    """Who uses keys and models is recorded: Google does so only when told."""
    configs = list(world.estate.of(*CONFIGS))
    for service in ("cloudkms", "aiplatform"):
        covering = [each for each in configs if _covers(each, service)]
        if any(isinstance(named_in(each, LOG_TYPES, READS_AND_WRITES), Pass) for each in covering):
            yield Pass(CONFIGS[0])
        else:
            yield Fail(CONFIGS[0], f"nobody records who uses {service}.googleapis.com")


def _covers(config: Resource, service: str) -> bool:
    return plain(config.get("service")) in ("allservices", f"{service}.googleapis.com")


def _takes_logs(bucket: Resource, world: World) -> bool:
    estate = world.estate
    return bool(
        estate.pointing(bucket, "destination", *SINKS)
        or estate.pointing(bucket, "logging.logBucket", BUCKET)
    )


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "LOG-01": (
        need(CONFIGS, "auditLogConfigs[].exemptedMembers", nobody),
        lists(CONFIGS, LOG_TYPES, "ADMIN_READ", when=[("service", one_of("allServices"))]),
    ),
    "LOG-02": (
        lists(CONFIGS, LOG_TYPES, *READS_AND_WRITES, when=[("service", SENSITIVE)]),
        bucket_access_is_recorded,
        need("gcp:vertex:AiEndpoint", "predictRequestResponseLoggingConfig.enabled", true),
    ),
    "LOG-03": (flows_are_logged, need(FLOWS, "state", none_of("DISABLED"))),
    "LOG-04": (
        need(CLUSTER, "loggingService", none_of("none")),
        lists(
            CLUSTER,
            "loggingConfig.enableComponents",
            "SYSTEM_COMPONENTS",
            when=[("loggingConfig", given)],
        ),
        in_production(
            lists(
                CLUSTER,
                "loggingConfig.enableComponents",
                *("APISERVER", "SCHEDULER", "CONTROLLER_MANAGER"),
            )
        ),
    ),
    "LOG-05": (need(LOG_BUCKETS, "retentionDays", kept, when=[("bucketId", but("_Required"))]),),
    "LOG-06": (logs_cannot_be_deleted,),
    "LOG-07": (need(CLUSTER, "securityPostureConfig.mode", none_of("DISABLED")),),
    "LOG-08": (
        need(
            (
                "gcp:cloudasset:OrganizationFeed",
                "gcp:cloudasset:FolderFeed",
                "gcp:cloudasset:ProjectFeed",
            ),
            "assetTypes",
            given,
            when=[("assetNames", absent)],
        ),
    ),
    "LOG-10": (
        need(SINKS, "destination", given),
        need(SINKS, "disabled", not_true),
        need(("gcp:logging:FolderSink", "gcp:logging:OrganizationSink"), "includeChildren", true),
    ),
}

SURVEYS: Mapping[str, tuple[Survey, ...]] = {
    "LOG-01": (Survey(("gcp",), all_services_are_recorded, CONFIGS, account=True),),
    "LOG-02": (Survey(("gcp",), keys_and_models_are_recorded, CONFIGS, account=True),),
    "LOG-07": (
        exists(
            *("gcp", "nobody is told what Security Command Center finds"),
            *(
                "gcp:securitycenter:V2OrganizationNotificationConfig",
                "gcp:securitycenter:V2FolderNotificationConfig",
                "gcp:securitycenter:V2ProjectNotificationConfig",
                "gcp:securitycenter:NotificationConfig",
                "gcp:securitycenter:FolderNotificationConfig",
                "gcp:securitycenter:ProjectNotificationConfig",
            ),
        ),
    ),
    "LOG-08": (
        exists(
            *("gcp", "no feed of Cloud Asset Inventory tells what changes"),
            *(
                "gcp:cloudasset:OrganizationFeed",
                "gcp:cloudasset:FolderFeed",
                "gcp:cloudasset:ProjectFeed",
            ),
        ),
    ),
    "LOG-10": (exists("gcp", "no sink takes logs to where they are kept", *SINKS),),
}
