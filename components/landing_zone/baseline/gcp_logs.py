"""An encrypted place of their own for some of a project's log entries."""

from dataclasses import dataclass

import pulumi
from pulumi_gcp import logging

from landing_zone.core import Scope, after
from landing_zone.keys.spec import KeysOutputs, Purpose


@dataclass(frozen=True)
class LogStore:
    """A log bucket, and the sink that fills it."""

    id: pulumi.Output[str]
    """`projects/…/locations/…/buckets/…`, available once entries arrive."""
    sink: logging.ProjectSink
    """What must be there before entries that may not be missed are written."""


def log_store(
    scope: Scope,
    part: str,
    chosen: pulumi.Input[str],
    *,
    retention_days: int,
    keys: KeysOutputs,
    apis: list[pulumi.Resource],
) -> LogStore:
    """Keep the entries that a filter chooses in a log bucket of our own, encrypted with our key.

    They lie in the environment's region, for as long as said, and no longer in `_Default` too,
    which is encrypted with Google's keys: an exclusion of a project is one of its `_Default` sink.
    A sink needs no grant on a bucket of its own project. The bucket has the exclusion's name, which
    Pulumi makes up anew each time, as that of a deleted bucket stays taken for seven days.

    Sources: https://cloud.google.com/logging/docs/routing/managed-encryption-storage,
    https://cloud.google.com/logging/docs/reference/v2/rest/v2/projects.exclusions,
    https://cloud.google.com/logging/docs/export/configure_export_v2#dest-auth,
    https://cloud.google.com/logging/docs/buckets#delete
    """
    exclusion = logging.ProjectExclusion(
        scope.child(part),
        project=scope.env.account,
        description=f"Kept in a log bucket of {scope.names.component}.",
        filter=chosen,
        opts=scope.opts(depends_on=apis),
    )
    bucket = logging.ProjectBucketConfig(
        scope.child(f"{part}-bucket"),
        project=scope.env.account,
        location=scope.env.region,
        bucket_id=exclusion.name,
        description=f"Kept for {scope.names.component}.",
        retention_days=retention_days,
        cmek_settings={"kms_key_name": _usable_key(scope, part, keys, apis)},
        opts=scope.opts(stateful=True),
    )
    sink = logging.ProjectSink(
        scope.child(f"{part}-sink"),
        project=scope.env.account,
        destination=pulumi.Output.concat("logging.googleapis.com/", bucket.id),
        filter=chosen,
        unique_writer_identity=True,
        opts=scope.opts(),
    )
    return LogStore(after(bucket.id, sink), sink)


def _usable_key(
    scope: Scope, part: str, keys: KeysOutputs, apis: list[pulumi.Resource]
) -> pulumi.Output[str]:
    """Return the key for logs, once the account may use it that encrypts log buckets.

    Asking for the project's settings creates the account.

    Source: https://cloud.google.com/logging/docs/reference/v2/rest/v2/TopLevel/getCmekSettings
    """
    settings = logging.get_project_cmek_settings_output(
        project=scope.env.account,
        opts=pulumi.InvokeOutputOptions(parent=scope.component, depends_on=apis),
    )
    agent = pulumi.Output.concat("serviceAccount:", settings.service_account_id)
    return keys.grant(scope, Purpose.LOGS, agent, name=f"{part}-key")
