"""What the live pack may mend by itself, where a team sets a rule to `remediate`.

Only what has one value that can be right, is changed in place, and takes nothing from whoever uses
the resource as it was meant. Whether a remedy helps is not believed: the rule is asked again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from landing_zone_policies.judging import Result
from landing_zone_policies.remedies import closing, tagging, tls
from landing_zone_policies.remedies.remedy import Patch, Remedy
from landing_zone_policies.resources import Resource
from landing_zone_policies.settings import Settings

REMEDIES: Mapping[str, tuple[Remedy, ...]] = {**closing.REMEDIES, **tls.REMEDIES}
"""By rule; the missing tags of `tagging.RULE` are no table."""

REMEDIED = frozenset({*REMEDIES, tagging.RULE})
"""The rules that can be remediated at all."""


def patches(
    resource: Resource, failures: Iterable[Result], settings: Settings
) -> tuple[Patch, ...]:
    """Return what would mend some failures of one rule; nothing for what has no remedy."""
    found = _patches(resource, list(failures), settings)
    return tuple({each.keys: each for each in found}.values())


def _patches(resource: Resource, failures: list[Result], settings: Settings) -> Iterator[Patch]:
    if any(each.rule.id == tagging.RULE for each in failures):
        yield from tagging.patches(resource, settings)
    for failure in failures:
        for remedy in REMEDIES.get(failure.rule.id, ()):
            if resource.type not in remedy.types:
                continue
            patch = remedy.patch(failure.path, settings)
            if patch is not None:
                yield patch
