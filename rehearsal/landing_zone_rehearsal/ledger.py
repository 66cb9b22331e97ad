"""Keeps the books of one run: which resources are registered, and what the cloud answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from google.protobuf.struct_pb2 import Struct
from pulumi.runtime.proto import alias_pb2
from pulumi.runtime.proto import resource_pb2 as protocol

from .clouds import Clouds
from .entries import answer, hide, resource_of
from .errors import EngineError
from .providers import Providers, inherited_provider
from .recording import Log, Recording, Resource
from .urns import PROVIDER_TYPE, STACK_TYPE, Namer
from .values import UNKNOWN, Secret
from .wire import UNKNOWN_TEXT, decode_struct

STACK_REFERENCE = "pulumi:pulumi:StackReference"


@dataclass(slots=True)
class Ledger:
    """Registers resources with the checks, the inheritance and the defaults of the engine."""

    recording: Recording
    clouds: Clouds
    namer: Namer
    providers: Providers
    hooks: set[str] = field(default_factory=set[str])
    _pending_outputs: set[str] = field(default_factory=set[str])

    def inherit(self, request: protocol.RegisterResourceRequest) -> None:
        """Fill in what a resource takes over from its parent."""
        parent = self.recording.by_urn.get(request.parent)
        if not parent:
            return
        if parent.protect and not request.HasField("protect"):
            request.protect = True
        if parent.retain_on_delete and not request.HasField("retainOnDelete"):
            request.retainOnDelete = True
        if parent.deleted_with and not request.deletedWith:
            request.deletedWith = parent.deleted_with
        if request.custom or request.remote:
            request.provider = request.provider or inherited_provider(request, parent)

    def register(self, request: protocol.RegisterResourceRequest) -> tuple[Resource, Struct]:
        """Register a resource; give it, and the properties that the program gets back."""
        resource = resource_of(request, self._new_urn(request.parent, request.type, request.name))
        parent = self.recording.by_urn.get(request.parent)
        resource.aliases = self.namer.aliases(
            cast("Sequence[alias_pb2.Alias]", request.aliases),  # pyright: ignore[reportUnknownMemberType]
            request.type,
            request.name,
            resource.parent,
            parent.aliases if parent else (),
        )
        if request.type.startswith(PROVIDER_TYPE):
            return self._register_provider(resource, request)
        if request.remote:
            return self._register_remote(resource, request)
        if request.custom:
            return self._create(resource, request)
        if parent:
            resource.providers = {**parent.providers, **resource.providers}
        self._pending_outputs.add(resource.urn)
        return self.recording.add(resource), Struct()

    def _new_urn(self, parent: str, type: str, name: str) -> str:
        urn = self.namer.urn(parent or None, type, name)
        if parent and parent not in self.recording.by_urn:
            raise EngineError(f"could not find parent resource {parent}")
        if urn in self.recording.by_urn:
            raise EngineError(f"Duplicate resource URN '{urn}'; try giving it a unique name")
        return urn

    def _register_provider(
        self, resource: Resource, request: protocol.RegisterResourceRequest
    ) -> tuple[Resource, Struct]:
        if request.version:
            resource.inputs["version"] = request.version
        resource.id = self.providers.id(resource.urn)
        resource.outputs = dict(resource.inputs)
        return self.recording.add(resource), request.object

    def _register_remote(
        self, resource: Resource, request: protocol.RegisterResourceRequest
    ) -> tuple[Resource, Struct]:
        resource.provider = resource.provider or self.providers.default(
            request.type, request.version, resource.urn
        )
        warning = "is built by its provider: what it contains is not rehearsed"
        self.recording.logs.append(Log("warning", f"{request.type} {warning}", resource.urn))
        return self.recording.add(resource), Struct()

    def _create(
        self, resource: Resource, request: protocol.RegisterResourceRequest
    ) -> tuple[Resource, Struct]:
        resource.provider = resource.provider or self.providers.default(
            request.type, request.version, resource.urn
        )
        if self.recording.preview:
            resource.id = request.importId or UNKNOWN
            outputs = self.clouds.foresee(resource.type, resource.inputs)
        else:
            id, outputs = self.clouds.create(
                resource.type,
                resource.name,
                resource.urn,
                resource.inputs,
                self.providers.inputs(resource.provider),
            )
            resource.id = request.importId or id
        hide(outputs, resource)
        resource.outputs = outputs
        return self.recording.add(resource), answer(request.object, resource)

    def read(self, request: protocol.ReadResourceRequest) -> Resource:
        """Record a resource that exists already."""
        resource = Resource(
            urn=self._new_urn(request.parent, request.type, request.name),
            type=request.type,
            name=request.name,
            parent=request.parent or None,
            custom=True,
            inputs=decode_struct(request.properties),
            id=UNKNOWN if request.id == UNKNOWN_TEXT else request.id,
            dependencies=sorted(request.dependencies),
            additional_secret_outputs=list(request.additionalSecretOutputs),
            provider=request.provider or None,
            external=True,
        )
        resource.provider = resource.provider or self.providers.default(
            request.type, request.version, resource.urn
        )
        resource.outputs = self._state(resource)
        hide(resource.outputs, resource)
        return self.recording.add(resource)

    def _state(self, resource: Resource) -> dict[str, Any]:
        if not isinstance(resource.id, str):
            return dict(resource.inputs)
        if resource.type == STACK_REFERENCE:
            return {**resource.inputs, **self.stack_outputs(resource.id)}
        return self.clouds.read(
            resource.type,
            resource.name,
            resource.urn,
            resource.id,
            resource.inputs,
            self.providers.inputs(resource.provider),
        )

    def stack_outputs(self, stack: str) -> dict[str, Any]:
        """Answer for another stack; in a preview, one that is not given is unknown."""
        outputs = self.clouds.stack_outputs.get(stack)
        if outputs is not None:
            secret = sorted(name for name, value in outputs.items() if isinstance(value, Secret))
            return {"outputs": dict(outputs), "secretOutputNames": secret}
        if self.recording.preview:
            return {"outputs": UNKNOWN}
        known = f'give its outputs with Clouds(stack_outputs={{"{stack}": {{…}}}})'
        raise EngineError(f"unknown stack '{stack}': {known}")

    def register_outputs(self, urn: str, outputs: dict[str, Any]) -> None:
        """Record what a component or the stack puts out."""
        if urn not in self._pending_outputs:
            raise EngineError(
                f"cannot complete a resource '{urn}' whose registration isn't pending"
            )
        self._pending_outputs.remove(urn)
        resource = self.recording.by_urn[urn]
        resource.outputs = outputs
        if resource.type == STACK_TYPE:
            self.recording.outputs = outputs
