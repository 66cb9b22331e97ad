"""Reads YAML as the Pulumi CLI does, with errors that fit in one line."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, cast

import yaml

from .errors import ProjectError


class _Loader(yaml.SafeLoader):
    """YAML as Go reads it: `yes` and `on` are text, so are dates and `1:30`."""

    yaml_implicit_resolvers: dict[str, list[Any]] = {}  # noqa: RUF012 (PyYAML's own attribute)


_SCALARS = (
    ("tag:yaml.org,2002:null", r"~|null|Null|NULL|", "~nN\0"),
    ("tag:yaml.org,2002:bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("tag:yaml.org,2002:int", r"[-+]?(0|[1-9][0-9_]*)|0x[0-9a-fA-F_]+|0b[01_]+", "-+0123456789"),
    (
        "tag:yaml.org,2002:float",
        r"[-+]?([0-9][0-9_]*)?\.?[0-9]+([eE][-+]?[0-9]+)?|[-+]?[0-9]+\.|[-+]?\.(inf|Inf|INF)|\.nan",
        "-+0123456789.",
    ),
    ("tag:yaml.org,2002:merge", r"<<", "<"),
)
for _tag, _pattern, _first in _SCALARS:
    for _character in _first.replace("\0", ""):
        _Loader.yaml_implicit_resolvers.setdefault(_character, []).append(
            (_tag, re.compile(f"^(?:{_pattern})$"))
        )
_Loader.yaml_implicit_resolvers[""] = [("tag:yaml.org,2002:null", re.compile("^$"))]


def _mapping(loader: _Loader, node: yaml.MappingNode) -> dict[Any, Any]:
    loader.flatten_mapping(node)
    seen: set[Any] = set()
    for key_node, _ in node.value:
        key = cast("Any", loader.construct_object(key_node))  # pyright: ignore[reportUnknownMemberType]
        if key in seen:
            raise yaml.constructor.ConstructorError(
                None, None, f"the key {key!r} stands here twice", key_node.start_mark
            )
        seen.add(key)
    return loader.construct_mapping(node, deep=True)


_Loader.add_constructor("tag:yaml.org,2002:map", _mapping)


def read_mapping(path: Path, shown_as: str) -> dict[str, Any]:
    """Read a file that holds a mapping; an empty one is an empty mapping.

    Args:
        path: The file.
        shown_as: How messages name it.

    Raises:
        ProjectError: It is not YAML or not a mapping: `file:line: problem`.
    """
    try:
        read: Any = yaml.load(path.read_text(encoding="utf-8-sig"), _Loader)  # noqa: S506
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise ProjectError(f"{shown_as}:{line}: {error.problem}") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        problem = str(error).partition("\n")[0]
        raise ProjectError(f"{shown_as}:1: {problem}") from None
    if read is None:
        return {}
    if not isinstance(read, dict):
        raise ProjectError(f"{shown_as}:1: a mapping is wanted here, not {_described(read)}")
    return {str(key): value for key, value in cast("dict[Any, Any]", read).items()}


def _described(value: Any) -> str:
    return {"list": "a list", "str": "a text"}.get(type(value).__name__, "a single value")
