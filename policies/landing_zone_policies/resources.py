"""One resource as a rule sees it, from whichever document it was read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from landing_zone_policies.paths import Found, find, first
from landing_zone_policies.tokens import SINGULAR, cloud_of, normal, unversioned

NOTHING: Mapping[str, Any] = {}


@dataclass(slots=True)
class Resource:
    """A resource, a provider or a component."""

    urn: str
    token: str
    """The type as the program spells it."""
    inputs: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """What the program gives, read by `values.read`."""
    outputs: Mapping[str, Any] = field(default_factory=dict[str, Any])
    """What the cloud answered; empty before a deployment."""
    id: Any = None
    custom: bool = True
    parent: str | None = None
    provider: "Resource | None" = None
    """The provider that manages it, where the document has it."""
    waits_for: Sequence[str] = ()
    """The URNs of all that it depends on."""
    takes: Mapping[str, Sequence[str]] = field(default_factory=dict[str, Sequence[str]])
    """The URNs that each property is made from."""
    protect: bool = False
    """Whether Pulumi deletes it: not what is protected, nor what is retained."""
    external: bool = False
    """Whether the program only reads it, and another one manages it."""
    type: str = ""
    """The type in its one spelling; see `tokens.normal`."""

    def __post_init__(self) -> None:
        self.type = normal(self.token)
        plurals = SINGULAR.get(unversioned(self.token), {})
        if plurals:
            self.inputs = {plurals.get(key, key): value for key, value in self.inputs.items()}

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
