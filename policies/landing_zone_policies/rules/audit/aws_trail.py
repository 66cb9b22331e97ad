"""What CloudTrail records, and whether anybody can take it back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass, Undetermined
from landing_zone_policies.resources import Resource
from landing_zone_policies.rule import Check, Survey, World, check, judged, need
from landing_zone_policies.rules.audit.vocabulary import exists
from landing_zone_policies.values import UNKNOWN
from landing_zone_policies.wanted import at_least, given, none_of, not_false, plain, true

TRAIL = "aws:cloudtrail:Trail"
STORE = "aws:cloudtrail:EventDataStore"
BUCKET = "aws:s3:Bucket"
GROUP = "aws:cloudwatch:LogGroup"
FLOW_LOG = "aws:ec2:FlowLog"
ACCESS_LOG = "aws:s3:BucketLogging"
LOCK = "aws:s3:BucketObjectLockConfiguration"
SELECTORS = ("advancedEventSelectors", "eventSelectors")

PUBLIC_BLOCK = "aws:s3:BucketPublicAccessBlock"
BLOCKS = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")
not_public = none_of("public-read", "public-read-write", "authenticated-read")


def records(trail: Resource, category: str) -> bool | None:
    """Say whether a trail records events of a category, `management` or `data`.

    Without a selector it records management events alone; with advanced ones, what these name.

    Source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/filtering-data-events.html
    """
    advanced, basic = (trail.find(f"{path}[]") for path in SELECTORS)
    if any(each.value is UNKNOWN for each in (*advanced, *basic)):
        return None
    if any(each.is_known for each in advanced):
        fields = [field for each in advanced for field in each.find("fieldSelectors[]")]
        return any(
            plain(one.value) == category
            for field in fields
            if plain(field.find("field")[0].value) == "eventcategory"
            for one in field.find("equals[]")
        )
    selectors = [each for each in basic if each.is_known]
    if category == "management":
        ways = [each.find("includeManagementEvents")[0].value for each in selectors]
        return not ways or any(plain(each) is not False for each in ways)
    return any(
        each.find("dataResources")[0].is_known
        and plain(each.find("readWriteType")[0].value) != "writeonly"
        for each in selectors
    )


@check(TRAIL, reads=("isMultiRegionTrail", "includeGlobalServiceEvents"))
def trail_is_everywhere(trail: Resource, world: World) -> Iterator[Outcome]:
    """A trail of what administrators do is of every region; one of data alone need not be."""
    if records(trail, "management") is False:
        yield NotApplicable("it records access to data alone")
        return
    yield judged(trail.first("isMultiRegionTrail"), true, world.settings)
    yield judged(trail.first("includeGlobalServiceEvents"), not_false, world.settings)


@check(TRAIL, reads=SELECTORS, joins=True)
def trail_records_data(_: Resource, world: World) -> Iterator[Outcome]:
    """Some trail of the program records who reads data."""
    known = [records(each, "data") for each in world.estate.of(TRAIL)]
    if True in known:
        yield Pass("eventSelectors")
    elif None in known:
        yield Undetermined("eventSelectors", "the event selectors are known after deployment")
    else:
        yield Fail("eventSelectors", "no trail records who reads and writes data")


@check(BUCKET, reads=("logging.targetBucket", f"{ACCESS_LOG}.bucket", TRAIL), joins=True)
def bucket_access_is_recorded(bucket: Resource, world: World) -> Iterator[Outcome]:
    """Who reads a bucket stands in its access log, or in a trail with data events."""
    if takes_logs(bucket, world):
        yield NotApplicable("it holds logs itself")
    elif world.estate.pointing(bucket, "bucket", ACCESS_LOG) or given.holds(
        bucket.first("logging.targetBucket"), world.settings
    ):
        yield Pass("logging")
    elif any(records(each, "data") for each in world.estate.of(TRAIL)):
        yield Pass()
    else:
        yield Fail("logging", "nobody records who reads the bucket")


def takes_logs(bucket: Resource, world: World) -> bool:
    """Whether other resources of the program write their logs to a bucket."""
    return any(world.estate.pointing(bucket, path, type_) for type_, path in WRITERS)


WRITERS = (
    (ACCESS_LOG, "targetBucket"),
    (BUCKET, "logging.targetBucket"),
    (TRAIL, "s3BucketName"),
    (FLOW_LOG, "logDestination"),
    ("aws:lb:LoadBalancer", "accessLogs.bucket"),
    ("aws:elb:LoadBalancer", "accessLogs.bucket"),
    ("aws:cloudfront:Distribution", "loggingConfig.bucket"),
    ("aws:cfg:DeliveryChannel", "s3BucketName"),
)
"""What writes logs to a bucket, and where it says to which."""


@check(
    BUCKET,
    reads=("objectLockConfiguration.rule.defaultRetention.mode", f"{LOCK}.rule", "acl"),
    joins=True,
)
def trail_cannot_be_deleted(bucket: Resource, world: World) -> Iterator[Outcome]:
    """Where trails and flow logs are written objects are locked, and nothing is public.

    A bucket for access logs of other buckets cannot have a lock.

    Source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock-managing.html
    """
    estate = world.estate
    writers = ((TRAIL, "s3BucketName"), (FLOW_LOG, "logDestination"))
    if not any(estate.pointing(bucket, path, type_) for type_, path in writers):
        yield NotApplicable("no trail or flow log is written to it")
        return
    if estate.pointing(bucket, "targetBucket", ACCESS_LOG):
        yield NotApplicable("access logs do not go to a bucket with a lock")
        return
    locks = [
        *bucket.find("objectLockConfiguration.rule.defaultRetention.mode"),
        *(
            found
            for each in estate.pointing(bucket, "bucket", LOCK)
            for found in each.find("rule.defaultRetention.mode")
        ),
    ]
    if not any(given.holds(each, world.settings) for each in locks):
        yield Fail("objectLockConfiguration", "what is written to it can be deleted at once")
    yield from _is_not_public(bucket, world)


def _is_not_public(bucket: Resource, world: World) -> Iterator[Outcome]:
    acls = world.estate.pointing(bucket, "bucket", "aws:s3:BucketAcl")
    for each in (bucket, *acls):
        yield judged(each.first("acl"), not_public, world.settings)
    for each in world.estate.pointing(bucket, "bucket", PUBLIC_BLOCK):
        for path in BLOCKS:
            yield judged(each.first(path), not_false, world.settings)


@check(GROUP, reads=("deletionProtectionEnabled",), joins=True)
def log_group_cannot_be_deleted(group: Resource, world: World) -> Iterator[Outcome]:
    """Events in a log group cannot be changed, but the group can be deleted with all of them."""
    if _is_evidence(group, world):
        yield judged(group.first("deletionProtectionEnabled"), true, world.settings)
    else:
        yield NotApplicable("no trail, flow log or control plane is written to it")


def _is_evidence(group: Resource, world: World) -> bool:
    name, arn = group.get("name"), group.answered("arn")
    if isinstance(name, str) and name.startswith("/aws/eks/") and name.endswith("/cluster"):
        return True
    for type_, path in ((TRAIL, "cloudWatchLogsGroupArn"), (FLOW_LOG, "logDestination")):
        if world.estate.pointing(group, path, type_):
            return True
        said = (each.get(path) for each in world.estate.of(type_))
        if any(isinstance(one, str) and one.removesuffix(":*") == arn for one in said):
            return True
    return False


CHECKS: Mapping[str, tuple[Check, ...]] = {
    "LOG-01": (
        trail_is_everywhere,
        need(TRAIL, "enableLogFileValidation", true),
        need(TRAIL, "enableLogging", not_false),
        need(STORE, "multiRegionEnabled", not_false),
        need(STORE, "terminationProtectionEnabled", not_false),
    ),
    "LOG-02": (
        trail_records_data,
        bucket_access_is_recorded,
        need("aws:bedrockmodel:InvocationLoggingConfiguration", "loggingConfig", given),
        need(
            "aws:bedrockmodel:InvocationLoggingConfiguration",
            "loggingConfig.textDataDeliveryEnabled",
            not_false,
        ),
    ),
    "LOG-05": (
        need(STORE, "retentionPeriod", at_least(lambda settings: settings.log_days).or_missing()),
    ),
    "LOG-06": (trail_cannot_be_deleted, log_group_cannot_be_deleted),
}

SURVEYS: Mapping[str, tuple[Survey, ...]] = {
    "LOG-01": (exists("aws", "the account has no trail", TRAIL, STORE),),
}
