"""Lets the recorder deploy onto simulated clouds: no engine, and refusals all the same."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from landing_zone_rehearsal.clouds import Clouds
from landing_zone_rehearsal.errors import EngineError

from .behaviour import Refused
from .simulation import Sandbox


class InProcess(Clouds):
    """The recorder's clouds, behind which a sandbox stands.

    Example:
        >>> sandbox = Sandbox()
        >>> record(program, preview=False, clouds=InProcess(sandbox))
        >>> [each.id for each in sandbox.objects("aws:s3:Bucket")]
    """

    def __init__(self, sandbox: Sandbox) -> None:
        """Deploy onto this sandbox."""
        super().__init__()
        self.sandbox = sandbox

    def create(
        self,
        type: str,
        name: str,
        urn: str,
        inputs: Mapping[str, Any],
        provider: Mapping[str, Any] | None = None,
    ) -> tuple[Any, dict[str, Any]]:
        """Create a resource in the sandbox.

        Raises:
            EngineError: An input is wrong, or the cloud refuses; the message names the resource.
        """
        checked, faults = self.sandbox.check(type, name, urn, inputs)
        if faults:
            told = "; ".join(f"{fault.path}: {fault.reason}" for fault in faults)
            raise EngineError(f"{urn}: {told}")
        try:
            made = self.sandbox.create(type, name, urn, checked, provider or {})
        except Refused as refused:
            raise EngineError(f"{urn}: {refused}") from refused
        return made.id, made.outputs

    def call(
        self,
        token: str,
        arguments: Mapping[str, Any],
        provider: Mapping[str, Any] | None = None,
    ) -> dict[str, Any] | None:
        """Ask a data source of the sandbox.

        Raises:
            EngineError: The cloud refuses, or has no answer.
        """
        try:
            return self.sandbox.invoke(token, arguments, provider or {})
        except Refused as refused:
            raise EngineError(f"{token}: {refused}") from refused
