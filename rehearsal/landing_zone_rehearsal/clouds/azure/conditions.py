"""Which changes Azure refuses although they are planned as updates, by the values."""

from __future__ import annotations

from typing import Any

UPGRADES = {("Storage", "StorageV2"), ("BlobStorage", "StorageV2")}
"""Source: https://learn.microsoft.com/azure/storage/common/storage-account-upgrade"""


def is_switched_off(old: Any, new: Any) -> bool:
    """Whether something that only goes one way is taken back."""
    return old == "Enabled" and new != "Enabled"


def is_not_an_upgrade(old: Any, new: Any) -> bool:
    """Whether a storage account becomes of another kind, other than by the one way up."""
    return old != new and (old, new) not in UPGRADES


def moves_between_zones(old: Any, new: Any) -> bool:
    """Whether replication comes to or leaves zones, or performance changes: a migration, no update.

    Source: https://learn.microsoft.com/azure/storage/common/redundancy-migration
    """
    before, after = _redundancy(old), _redundancy(new)
    return before is not None and after is not None and before != after


def _redundancy(sku: Any) -> tuple[str, bool] | None:
    performance, _, replication = str(sku or "").partition("_")
    return (performance, "ZRS" in replication) if replication else None
