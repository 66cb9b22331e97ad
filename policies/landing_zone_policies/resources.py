"""One resource as a rule sees it, from whichever document it was read."""

from collections.abc import Mapping, Sequence
from typing import Any

from landing_zone_policies.paths import Found, find, first
from landing_zone_policies.tokens import SINGULAR, cloud_of, normal, unversioned

NOTHING: Mapping[str, Any] = {}


class Resource:
    """A resource, a provider or a component."""

    __slots__ = (
        *("urn", "token", "type", "inputs", "outputs", "id", "custom", "parent", "provider"),
        *("waits_for", "takes", "protect", "external"),
    )

    def __init__(
        self,
        urn: str,
        token: str,
        inputs: Mapping[str, Any] = NOTHING,
        outputs: Mapping[str, Any] = NOTHING,
        *,
        id: Any = None,
        custom: bool = True,
        parent: str | None = None,
        provider: "Resource | None" = None,
        waits_for: Sequence[str] = (),
        takes: Mapping[str, Sequence[str]] = NOTHING,
        protect: bool = False,
        external: bool = False,
    ) -> None:
        """Describe a resource.

        Args:
            urn: Its URN.
            token: The type as the program spells it.
            inputs: What the program gives, read by `values.read`.
            outputs: What the cloud answered; empty before a deployment.
            id: What the cloud calls it.
            custom: Whether a provider manages it: it is no component.
            parent: The URN of what it is inside of.
            provider: The provider that manages it, where the document has it.
            waits_for: The URNs of all that it depends on.
            takes: The URNs that each property is made from.
            protect: Whether Pulumi deletes it: not what is protected, nor what is retained.
            external: Whether the program only reads it, and another one manages it.
        """
        plurals = SINGULAR.get(unversioned(token))
        if plurals:
            inputs = {plurals.get(key, key): value for key, value in inputs.items()}
        self.urn, self.token, self.type = urn, token, normal(token)
        self.inputs, self.outputs, self.id = inputs, outputs, id
        self.custom, self.parent, self.provider = custom, parent, provider
        self.waits_for, self.takes = waits_for, takes
        self.protect, self.external = protect, external

    def given(self, inputs: Mapping[str, Any]) -> "Resource":
        """Return the same resource with other inputs."""
        changed = object.__new__(Resource)
        for name in self.__slots__:
            setattr(changed, name, getattr(self, name))
        changed.inputs = inputs
        return changed

    @property
    def name(self) -> str:
        """The logical name."""
        return self.urn.rpartition("::")[2]

    @property
    def cloud(self) -> str | None:
        """Whose it is: `aws`, `gcp`, `azure`, `kubernetes`; None for anything else."""
        return cloud_of(self.type)

    def find(self, path: str) -> list[Found]:
        """Return what the program gives at a path; see `paths.find`."""
        return find(self.inputs, path)

    def first(self, path: str) -> Found:
        """Return what the program gives first at a path."""
        return first(self.inputs, path)

    def get(self, path: str) -> Any:
        """Return the first value that the program gives at a path: a value, or a `Gap`."""
        return first(self.inputs, path).value

    def answered(self, path: str) -> Any:
        """Return the first value that the cloud answered at a path: a value, or a `Gap`."""
        return first(self.outputs, path).value
