"""Lays what a cloud computes over what a program gave."""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from landing_zone_rehearsal.values import Secret, is_dict, is_list, reveal

from .model import Template


def lay_over(
    inputs: Mapping[str, Any],
    templates: Mapping[str, Template],
    fill: Callable[[Template], Any],
) -> dict[str, Any]:
    """Complete inputs to outputs.

    What the program gave wins over a plain key; a dotted key is written inside the block that
    the program gave, and left out when there is no such block.
    """
    outputs = dict(inputs)
    for key, template in templates.items():
        if "." in key:
            _write(outputs, key.split("."), template, fill)
        elif outputs.get(key) is None:
            value = fill(template)
            if value is not None:
                outputs[key] = value
    return outputs


def named(properties: Mapping[str, Any], path: str, name: Callable[[], Any]) -> dict[str, Any]:
    """Name a resource that the program did not name: `bucket`, or `metadata.name` in a block."""
    block, _, rest = path.partition(".")
    held = properties.get(block)
    if not rest:
        return dict(properties) if held is not None else {**properties, block: name()}
    if held is None or is_dict(held):
        return {**properties, block: named(held or {}, rest, name)}
    return dict(properties)


def _write(
    outputs: dict[str, Any],
    path: Sequence[str],
    template: Template,
    fill: Callable[[Template], Any],
) -> None:
    *blocks, last = path
    if not _reaches_a_block(outputs, blocks):
        return
    value = fill(template)
    if value is None:
        return
    holder: Any = outputs
    for block in blocks:
        holder = _copied(holder, int(block) if is_list(holder) else block)
    holder[last] = value


def _copied(holder: Any, key: Any) -> Any:
    """Put a copy of what is held in its place, so that the inputs stay as they are."""
    held = holder[key]
    inner = copy.copy(reveal(held))
    holder[key] = Secret(inner) if isinstance(held, Secret) else inner
    return inner


def _reaches_a_block(value: Any, blocks: Sequence[str]) -> bool:
    for block in blocks:
        value = reveal(value)
        if is_dict(value):
            value = value.get(block)
        elif is_list(value) and block.isdigit() and int(block) < len(value):
            value = value[int(block)]
        else:
            return False
    return is_dict(reveal(value))
