"""One model of each cloud: what it answers when a resource is created or looked up.

The tables are data (`aws.py`, `gcp.py`, `azure.py`; `model.py` documents the format). `Clouds`
reads them for the recorder, for the stock mocks and for the simulated clouds.
"""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Any

from landing_zone_rehearsal.values import UNKNOWN, Secret, Unknown, reveal
from .model import CloudModel, Each, Kind, Template, short
from .neutral import MODELS, unknown_package
from .template import PLACEHOLDER, Scope

TABLES: Mapping[str, str] = {"aws": "aws", "gcp": "gcp", "azure-native": "azure"}
"""Which module holds the table of a package."""

NO_PROVIDER: Mapping[str, Any] = {}


class Clouds:
    """Answers as the clouds would, from tables that are imported when their package is met.

    Example:
        >>> clouds = Clouds()
        >>> id, outputs = clouds.create("aws:s3/bucket:Bucket", "raw", "urn…", {"bucket": "raw"})
        >>> outputs["arn"]
        'arn:aws:s3:::raw'
    """

    def __init__(
        self,
        models: Iterable[CloudModel] = (),
        *,
        stack_outputs: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> None:
        """Choose the models.

        Args:
            models: Models of your own, used instead of the ones here for their packages.
            stack_outputs: What `pulumi.StackReference` finds, by stack name.
        """
        self._models: dict[str, CloudModel] = {model.package: model for model in models}
        self._kinds: dict[str, tuple[CloudModel, Kind]] = {}
        self.stack_outputs: Mapping[str, Mapping[str, Any]] = stack_outputs or {}

    def model(self, package: str) -> CloudModel:
        """Find the model of a package; one without a table gets a neutral model."""
        if package not in self._models:
            table = TABLES.get(package)
            self._models[package] = (
                import_module(f".{table}", __name__).CLOUD
                if table
                else MODELS.get(package) or unknown_package(package)
            )
        return self._models[package]

    def kind(self, type: str) -> Kind:
        """Find what is known of a resource type, by its long or short token."""
        return self._find(type)[1]

    def create(
        self,
        type: str,
        name: str,
        urn: str,
        inputs: Mapping[str, Any],
        provider: Mapping[str, Any] = NO_PROVIDER,
    ) -> tuple[Any, dict[str, Any]]:
        """Create a resource: its ID and all its outputs."""
        model, kind = self._find(type)
        given = _named(kind, name, urn, inputs)
        scope = Scope(urn, short(type), name, given, _unpacked(provider), model.place)
        id = scope.fill(kind.id)
        scope.id = Scope.fill(scope, "{_name}-{_hex:7}") if id is None else reveal(id)
        return scope.id, _outputs(kind, given, scope)

    def foresee(self, type: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
        """Say what a preview shows of a resource: its inputs, and unknown what is computed."""
        kind = self._find(type)[1]
        blanks: dict[str, Template] = dict(kind.outputs)
        if kind.name and kind.name not in inputs:
            blanks[kind.name] = None
        return _outputs(Kind(kind.id, blanks), inputs, None)

    def read(
        self,
        type: str,
        name: str,
        urn: str,
        id: str,
        state: Mapping[str, Any],
        provider: Mapping[str, Any] = NO_PROVIDER,
    ) -> dict[str, Any]:
        """Look a resource up by ID: all its outputs, as far as the ID tells them."""
        model, kind = self._find(type)
        given = {**_parse(kind.id, id), **state}
        scope = Scope(urn, short(type), name, given, _unpacked(provider), model.place, id)
        return _outputs(kind, given, scope)

    def call(
        self,
        token: str,
        arguments: Mapping[str, Any],
        provider: Mapping[str, Any] = NO_PROVIDER,
    ) -> dict[str, Any] | None:
        """Call a data source; None when the model has no answer for it."""
        key = short(token)
        model = self.model(token.partition(":")[0])
        template = model.functions.get(key)
        if template is None:
            return None
        scope = Scope(key, key, key, arguments, _unpacked(provider), model.place)
        answer: Any = scope.fill(template)
        return {**arguments, **answer}

    def _find(self, type: str) -> tuple[CloudModel, Kind]:
        found = self._kinds.get(type)
        if found is None:
            model = self.model(type.partition(":")[0])
            found = model, model.kinds.get(short(type), model.fallback)
            self._kinds[type] = found
        return found


def _named(kind: Kind, name: str, urn: str, inputs: Mapping[str, Any]) -> Mapping[str, Any]:
    if not kind.name or kind.name in inputs:
        return inputs
    suffix = Scope(urn, "::", name, {}, {}, {}).fill("{_name}-{_hex:7}")
    return {**inputs, kind.name: suffix}


def _outputs(kind: Kind, inputs: Mapping[str, Any], scope: Scope | None) -> dict[str, Any]:
    """Lay the computed outputs over the inputs; without a scope they are unknown."""
    outputs = dict(inputs)
    for key, template in kind.outputs.items():
        if "." not in key and outputs.get(key) is not None:
            continue
        value = UNKNOWN if scope is None else scope.fill(template)
        if value is None:
            continue
        if "." in key:
            _write(outputs, key.split("."), value)
        else:
            outputs[key] = value
    return outputs


def _write(outputs: dict[str, Any], path: list[str], value: Any) -> None:
    """Write inside a block the program gave, on copies all the way down."""
    *blocks, last = path
    if not _exists(outputs, blocks):
        return
    holder: Any = outputs
    for block in blocks:
        key = int(block) if isinstance(holder, list) else block
        held: Any = holder[key]  # pyright: ignore[reportUnknownVariableType]
        if isinstance(held, Secret):
            inner = copy.copy(held.value)
            holder[key] = Secret(inner)
            holder = inner
        else:
            holder[key] = holder = copy.copy(held)  # pyright: ignore[reportUnknownVariableType]
    if isinstance(holder, dict):
        holder[last] = value


def _exists(outputs: Any, blocks: list[str]) -> bool:
    for block in blocks:
        outputs = reveal(outputs)
        if isinstance(outputs, dict):
            outputs = outputs.get(block)  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
        elif isinstance(outputs, list) and block.isdigit() and int(block) < len(outputs):  # pyright: ignore[reportUnknownArgumentType]
            outputs = outputs[int(block)]  # pyright: ignore[reportUnknownVariableType]
        else:
            return False
    return isinstance(reveal(outputs), dict)


def _parse(template: str, id: str) -> dict[str, str]:
    """Read the properties that an ID is made of back out of it."""
    pieces = PLACEHOLDER.split(template)
    names = [piece if re.fullmatch(r"[a-z]\w*", piece) else "" for piece in pieces[1::2]]
    pattern = re.escape(pieces[0]) + "".join(
        "(.+?)" + re.escape(literal) for literal in pieces[2::2]
    )
    match = re.fullmatch(pattern, id)
    if not match:
        return {}
    return {name: value for name, value in zip(names, match.groups(), strict=True) if name}


def _unpacked(provider: Mapping[str, Any]) -> Mapping[str, Any]:
    """Read a provider's inputs, whose lists and blocks travel as JSON text."""
    return {name: _unpack(value) for name, value in provider.items()}


def _unpack(value: Any) -> Any:
    if not isinstance(value, str) or not value.startswith(("[", "{")):
        return value
    try:
        return json.loads(value)
    except ValueError:
        return value


__all__ = ["CloudModel", "Clouds", "Each", "Kind", "Template", "Unknown", "short"]
