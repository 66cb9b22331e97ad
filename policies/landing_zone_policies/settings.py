"""What a team says of the rules: where data may be, which tags there are, what is excused."""

import datetime as dt
from collections.abc import Mapping
from typing import Any, Literal, NamedTuple, TypeAlias

Profile: TypeAlias = Literal["dev", "standard", "regulated"]
"""How strict to be: each asks for all that the one before it does."""
PROFILES: tuple[Profile, ...] = ("dev", "standard", "regulated")

Level: TypeAlias = Literal["advisory", "mandatory", "remediate", "disabled"]
"""What a failure does: it is told, it stops the deployment, it is mended by the live pack where
that is certain and else stops the deployment, or the rule is not asked."""
LEVELS: tuple[Level, ...] = ("advisory", "mandatory", "remediate", "disabled")
STOPPING: tuple[Level, ...] = ("mandatory", "remediate")
"""The levels at which a failure stops a deployment."""


class Exemption(NamedTuple):
    """A failure that somebody answers for, for a time."""

    rule: str
    """The ID of one rule."""
    resource: str
    """The URN, in which `*` stands for anything."""
    owner: str
    """Who answers for it."""
    reason: str
    expires: dt.date
    """The last day on which it is an excuse."""

    def covers(self, rule: str, urn: str) -> bool:
        """Whether it is about a rule and a resource, in time or not."""
        return rule == self.rule and _is_like(urn, self.resource)


EXEMPTION_FIELDS = Exemption._fields
"""What an exemption has to say, all of it."""


NOTHING: Mapping[str, str] = {}
NO_LEVELS: Mapping[str, Level] = {}


class Settings(NamedTuple):
    """What the rules go by; every default is that of the profile `standard`.

    `settings_of` makes them from a configuration file, checked, with the profile's own defaults.
    """

    profile: Profile = "standard"
    jurisdictions: tuple[str, ...] = ()
    """Where data may be, as `facts.regions` names them: `eu`, `us`; without any, residency is not
    judged, and says so."""
    global_services: tuple[str, ...] = ()
    """Types, or beginnings of types, of services without a place that may be used besides those
    that hold no data."""
    required_tags: tuple[str, ...] = ("owner", "cost_center")
    """Keys that whatever can carry tags has; `-`, `_` and case make no difference."""
    tag_patterns: Mapping[str, str] = NOTHING
    """A regular expression for the values of a tag's key."""
    tag_values: Mapping[str, str] = NOTHING
    """What a required tag is set to where it is missing and its rule is remediated."""
    min_tls: str = "1.2"
    public_ports: tuple[int, ...] = (443,)
    """Ports that may be open to the internet."""
    key_rotation_days: int = 365
    key_deletion_days: int = 14
    """How long a deleted key can still be had back, at least."""
    log_days: int = 365
    """How long logs are kept, at least."""
    log_days_most: int = 3653
    """How long logs that may hold personal data are kept, at most."""
    backup_days: int = 7
    """How long a database's backups are kept, at least."""
    machines: tuple[str, ...] = ()
    """Accelerators (`h100`) or machine types (`p5.*`) that may be used; without any, all."""
    most_accelerators: int | None = None
    """How many accelerators a program may reach in all; None: no bound but that there is one."""
    idle_minutes: int = 120
    """After how long a notebook that does nothing is shut down, at most."""
    job_hours: int = 168
    """How long a job with accelerators runs, at most."""
    registries: tuple[str, ...] = ()
    """Beginnings of image names that may be used; without any, all."""
    privileged_namespaces: tuple[str, ...] = ("kube-system", "gpu-operator", "gpu-runtime")
    """Kubernetes namespaces for pods that belong to the node: drivers, device plugins."""
    image_digests: bool = False
    """Whether images have to be told by their digest; otherwise a tag will do that is a version."""
    models: tuple[str, ...] = ()
    """Foundation models or publishers that may be used, with `*`; without any, all."""
    whole_account: bool = False
    """Whether the program is all there is in its account, so that what an account has to have
    (audit trail, threat detection, budget) has to be in it."""
    levels: Mapping[str, Level] = NO_LEVELS
    """What a rule's failures do, by ID, whatever the profile says."""
    every_level: Level | None = None
    """What failures of all other rules do that the profile asks."""
    exemptions: tuple[Exemption, ...] = ()

    @property
    def is_production(self) -> bool:
        """Whether what only production needs is asked for."""
        return self.profile != "dev"

    def reaches(self, profile: Profile) -> bool:
        """Whether what is asked from a profile on is asked."""
        return PROFILES.index(self.profile) >= PROFILES.index(profile)


MANDATORY_FROM: Mapping[str, Profile | None] = {
    "critical": "dev",
    "high": "standard",
    "medium": "regulated",
    "low": None,
}
"""From which profile on failures of a severity stop a deployment."""

BY_PROFILE: Mapping[str, Mapping[Profile, Any]] = {
    "log_days": {"dev": 30, "standard": 365, "regulated": 365},
    "backup_days": {"dev": 1, "standard": 7, "regulated": 35},
    "key_deletion_days": {"dev": 7, "standard": 14, "regulated": 30},
}
"""Defaults that are not the same in every profile."""


def _is_like(text: str, pattern: str) -> bool:
    """Whether a text is as a pattern has it, in which `*` stands for anything."""
    first, *parts = pattern.split("*")
    if not parts:
        return text == pattern
    *middle, last = parts
    if not text.startswith(first):
        return False
    at = len(first)
    for part in middle:
        at = text.find(part, at)
        if at < 0:
            return False
        at += len(part)
    return len(text) - len(last) >= at and text.endswith(last)
