"""What a data lake is, whatever the cloud."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Self

import pulumi
from pydantic import Field, model_validator

from landing_zone.core import Fault, Grammar, Outputs, Spec, by_profile, refuse

LayerName = Annotated[
    str,
    Grammar(r"[a-z][a-z0-9]{2,15}", "3 to 16 lower-case letters and digits, a letter first"),
]
"""3 to 16 lower-case letters and digits: part of a bucket's name, whole name of a container.

Source: https://learn.microsoft.com/rest/api/storageservices/naming-and-referencing-containers--blobs--and-metadata
"""

Days = Annotated[int, Field(ge=1, le=3650)]


class LayerSpec(Spec):
    """How long one layer keeps what, and how cheaply."""

    noncurrent_days: int = by_profile(dev=7, standard=30, regulated=90, ge=7, le=90)
    """Days a deleted object can be restored: 7 to 90, as Google Cloud's soft delete allows. So can
    an overwritten one, but for Azure, whose file systems keep no versions.

    Sources: https://cloud.google.com/storage/docs/soft-delete,
    https://learn.microsoft.com/azure/storage/blobs/storage-feature-support-in-storage-accounts
    """
    cool_after_days: Days | None = Field(default=None, ge=30)
    """Days after which objects move to infrequent access: 30 at least, as AWS demands.

    Source:
    https://docs.aws.amazon.com/AmazonS3/latest/userguide/lifecycle-transition-general-considerations.html
    """
    archive_after_days: Days | None = Field(default=None, ge=60)
    """Days after which objects move to the archive: 30 after infrequent access at the earliest."""
    expire_after_days: Days | None = None
    """Days after which objects are deleted."""
    lock_days: Days | None = None
    """Days in which no object can be changed or deleted by anybody."""

    @model_validator(mode="after")
    def _keeps_its_own_order(self) -> Self:
        refuse("LayerSpec", self._collisions())
        return self

    def _collisions(self) -> Iterator[Fault]:
        cool, archive, expire = (
            self.cool_after_days,
            self.archive_after_days,
            self.expire_after_days,
        )
        if cool and archive and archive < cool + 30:
            allowed = f"at least {cool + 30}, 30 days after cool_after_days"
            yield Fault(("archive_after_days",), allowed, archive)
        for name, moved in (("cool_after_days", cool), ("archive_after_days", archive)):
            if moved and expire and expire <= moved:
                allowed = f"more than {moved}, or objects expire before {name}"
                yield Fault(("expire_after_days",), allowed, expire)
        if self.lock_days and expire and self.lock_days > expire:
            allowed = f"at most {expire}, as expire_after_days deletes what is older"
            yield Fault(("lock_days",), allowed, self.lock_days)


def _default_layers() -> dict[str, LayerSpec]:
    return {
        "raw": LayerSpec(),
        "curated": LayerSpec(),
        "models": LayerSpec(),
        "scratch": LayerSpec(expire_after_days=30),
    }


class DataLakeSpec(Spec):
    """Which layers a lake has, and how each keeps its objects."""

    layers: dict[LayerName, LayerSpec] = Field(
        default_factory=_default_layers, min_length=1, max_length=16
    )
    """The lake's layers, each a store of its own: raw, curated, models and scratch by default."""
    access_log: bool = by_profile(dev=False, standard=True, regulated=True)
    """Whether every access to an object is recorded."""


@dataclass(frozen=True, kw_only=True)
class DataLakeOutputs(Outputs):
    """A private, encrypted store for each layer."""

    uris: Mapping[str, pulumi.Output[str]]
    """Where to read and write, by layer: `s3://…`, `gs://…` or `abfss://…`."""
    ids: Mapping[str, pulumi.Output[str]]
    """What to grant access to, by layer: a bucket ARN, a bucket name, a container's resource ID."""
    key: pulumi.Output[str]
    """The key that all layers are encrypted with, as `KeysOutputs.ids` writes it."""
    access_log: pulumi.Output[str]
    """Where accesses are recorded: an ID as in `ids`, or of a log store; empty if they are not."""
