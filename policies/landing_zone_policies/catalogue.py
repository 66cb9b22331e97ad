"""Every rule there is, and which of them a pack has."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import import_module

from landing_zone_policies.rule import Rule

PACKS: Mapping[str, tuple[str, ...]] = {
    "encryption": ("ENC",),
    "residency": ("REG",),
    "cost_tags": ("TAG",),
    "network": ("NET",),
    "identity": ("IAM",),
    "gpu": ("GPU",),
    "kubernetes": ("K8S",),
    "ai": ("AI",),
    "audit": ("LOG",),
    "resilience": ("BAK",),
}
"""The groups of rules in each pack, by what their IDs begin with; `all` has every rule."""

MODULES: Mapping[str, str] = {
    "ENC": "encryption",
    "REG": "residency",
    "NET": "network",
    "IAM": "identity",
    "K8S": "kubernetes",
    "LOG": "audit",
    "BAK": "resilience",
    "TAG": "cost_tags",
    "GPU": "gpu",
    "AI": "ai",
}
"""The package of each group, in `rules`."""

ALL = "all"


@cache
def rules(pack: str = ALL) -> tuple[Rule, ...]:
    """Return the rules of a pack, in the order of their IDs.

    Raises:
        KeyError: There is no such pack.
    """
    if pack == ALL:
        return tuple(rule for group in MODULES for rule in _group(group))
    own = tuple(rule for group in PACKS[pack] for rule in _group(group))
    return (*own, *(rule for rule in rules(ALL) if pack in rule.also_in))


def packs_of(pack: str) -> tuple[str, ...]:
    """Return the packs that one consists of: itself, or for `all` every other."""
    return tuple(PACKS) if pack == ALL else (pack,)


@cache
def _group(group: str) -> tuple[Rule, ...]:
    package = MODULES.get(group)
    if package is None:
        return ()
    found: tuple[Rule, ...] = import_module(f"landing_zone_policies.rules.{package}").RULES
    return found
