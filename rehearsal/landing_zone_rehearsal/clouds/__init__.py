"""One model of each cloud: what it answers when a resource is created or looked up.

The tables are data (`aws.py`, `gcp.py`, `azure.py`; `model.py` documents the format). `Clouds`
reads them for the recorder, for the stock mocks and for the simulated clouds.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from importlib import import_module
from typing import Any

from landing_zone_rehearsal.values import UNKNOWN, Secret

from .model import AUTOMATIC, CloudModel, Each, Kind, Template, short
from .neutral import MODELS, unknown_package
from .outputs import lay_over, named
from .template import PLACEHOLDER, Scope

TABLES: Mapping[str, str] = {"aws": "aws", "gcp": "gcp", "azure-native": "azure"}
"""Which module holds the table of a package."""

NO_PROVIDER: Mapping[str, Any] = {}
"""Of what a provider is configured with, nothing."""


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
        scope = Scope(urn, short(type), name, inputs, _unpacked(provider), model.place)
        given = inputs
        if kind.name:
            scope.inputs = given = named(inputs, kind.name, lambda: scope.fill(kind.automatic))
        id = scope.fill(kind.id)
        unfit = id is None or isinstance(id, Secret)  # an ID is never secret, so it shows none
        scope.id = scope.fill(AUTOMATIC) if unfit else id
        return scope.id, lay_over(given, kind.outputs, scope.fill)

    def foresee(self, type: str, inputs: Mapping[str, Any]) -> dict[str, Any]:
        """Say what a preview shows of a resource: its inputs, and unknown what is computed."""
        kind = self._find(type)[1]
        given = named(inputs, kind.name, lambda: UNKNOWN) if kind.name else inputs
        return lay_over(given, kind.outputs, lambda _: UNKNOWN)

    def place(
        self, type: str, inputs: Mapping[str, Any], provider: Mapping[str, Any] = NO_PROVIDER
    ) -> dict[str, Any]:
        """Say where a resource lies: the words of its model's `place` (`_account`, `_region`)."""
        model, _ = self._find(type)
        scope = Scope(type, short(type), "", inputs, _unpacked(provider), model.place)
        return {word: scope.look_up(word) for word in model.place}

    def read(  # noqa: PLR0917 (the order is that of `create`)
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
        return lay_over(given, kind.outputs, scope.fill)

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


__all__ = ["CloudModel", "Clouds", "Each", "Kind", "Template", "short"]
