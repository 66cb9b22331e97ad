"""Ways to break a zone on purpose, which its cloud has to complain of."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import pulumi

Transform: TypeAlias = Callable[
    [pulumi.ResourceTransformArgs], pulumi.ResourceTransformResult | None
]


@dataclass(frozen=True, kw_only=True)
class Break:
    """One mistake, made in whatever resource it fits."""

    transform: Transform
    """Makes it: a transform of the whole stack, which runs in the recorder and in the engine."""
    words: str
    """A pattern of what the cloud says."""
    early: pulumi.ResourceTransformation | None = None
    """Makes it before the engine is asked, as the SDK itself waits for what is depended on."""
    only_engine: bool = False
    """Whether it needs changes at the same time, which the recorder never makes."""
