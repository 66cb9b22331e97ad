"""Which changes of a value replace a resource: the conditions that `Facts.replaces_when` names."""

from __future__ import annotations

import ipaddress
from typing import Any


def is_removed(old: Any, new: Any) -> bool:
    """Whether it is taken away; a new value is set in place."""
    return bool(old) and not new


def shrinks(old: Any, new: Any) -> bool:
    """Whether a size becomes smaller."""
    return isinstance(old, int | float) and isinstance(new, int | float) and new < old


def leaves_its_range(old: Any, new: Any) -> bool:
    """Whether the new address range does not contain the old one."""
    try:
        before, after = ipaddress.ip_network(str(old)), ipaddress.ip_network(str(new))
    except ValueError:
        return True
    return before.version != after.version or not before.subnet_of(after)  # pyright: ignore[reportArgumentType]
