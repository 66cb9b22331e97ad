"""What an auditor objects to, in a word, and the rules that one of has to find it."""

from collections.abc import Iterable, Mapping
from types import ModuleType

AT_REST = (*(f"ENC-{number:02}" for number in (*range(1, 14), 18, 19)), "AI-06")
IN_TRANSIT = tuple(f"ENC-{number}" for number in range(30, 37))

FOUND_BY: Mapping[str, tuple[str, ...]] = {
    "unkeyed": AT_REST,
    "unencrypted": AT_REST,
    "unrotated": ("ENC-14",),
    "loose-key": ("ENC-15", "ENC-16"),
    "cleartext": IN_TRANSIT,
    "abroad": ("REG",),
    "copied-abroad": ("REG",),
    "log-abroad": ("REG",),
    "cross-region": ("REG-12", "AI"),
    "peer": ("REG-14",),
    "untagged": ("TAG",),
    "mistagged": ("TAG-02",),
    "unfit-label": ("TAG-03",),
    "reserved-tag": ("TAG-04",),
    "unpropagated": ("TAG-05", "TAG-06", "TAG-07", "TAG-09"),
    "no-alert": ("TAG-11",),
    "open": ("NET-01", "NET-02", "NET-04", "NET-10"),
    "public": ("NET",),
    "anyone": ("NET", "IAM-02", "IAM-03", "ENC-15"),
    "public-machines": ("NET-06", "NET-08"),
    "default": ("NET-07",),
    "automatic": ("NET-07",),
    "imds": ("NET-13",),
    "no-private-access": ("NET-09",),
    "exposed": ("NET-11",),
    "almighty": ("IAM-01", "IAM-02", "IAM-04"),
    "escalation": ("IAM-04", "IAM-01", "IAM-02"),
    "longlived": ("IAM-05",),
    "borrowed": ("IAM-06",),
    "static": ("IAM-07",),
    "legacy": ("IAM-07",),
    "keys": ("IAM",),
    "shared-key": ("IAM", "NET"),
    "admin": ("IAM",),
    "access-policies": ("IAM",),
    "project-keys": ("IAM",),
    "password": ("IAM-08", "IAM-09"),
    "passwords": ("IAM",),
    "trail": ("LOG-01",),
    "unlogged": ("LOG",),
    "unflowed": ("LOG-03",),
    "short-logs": ("LOG-05",),
    "mutable-logs": ("LOG-06",),
    "undetected": ("LOG-07",),
    "model-log": ("AI-03",),
    "machine": ("GPU-01",),
    "unbounded": ("GPU-01", "GPU-02", "GPU-04"),
    "spot-gpu": ("GPU-03",),
    "always-on": ("GPU-04",),
    "idle": ("GPU-05",),
    "untainted": ("GPU-06",),
    "endless": ("GPU-08",),
    "reserved": ("GPU-09", "TAG"),
    "unquotaed": ("GPU-07", "TAG-12"),
    "unquotaed-gpu": ("GPU-07",),
    "unequal": ("GPU-10",),
    "unbacked": ("BAK-01", "BAK-05", "BAK-06"),
    "unprotected": ("BAK-02",),
    "unversioned": ("BAK-03",),
    "single": ("BAK-04",),
    "unlocked": ("BAK-05", "BAK-06"),
    "undisrupted": ("BAK-06",),
    "unguarded": ("AI-01",),
    "unlisted-model": ("AI-02",),
    "root": ("AI-04",),
    "networked": ("AI-04", "NET"),
    "shared-role": ("AI-07",),
    "privileged": ("K8S-01",),
    "host": ("K8S-02",),
    "as-root": ("K8S-03",),
    "unlimited": ("K8S-04",),
    "mutable": ("K8S-05",),
    "unpinned": ("K8S-05",),
    "unadmitted": ("K8S-06",),
    "old": ("K8S-08",),
    "unshielded": ("K8S-09",),
    "acl": ("NET-03",),
    "forwarding": ("NET",),
    "no-guard-rails": ("REG-13", "IAM-10"),
    "no-recorder": ("LOG-08",),
    "no-opt-out": ("AI-05",),
    "no-budget": ("TAG-11",),
    "no-detection": ("LOG-07",),
    "unisolated": ("NET-12",),
}
"""Groups of rules, or single ones, by objection."""


def expected(themes: Iterable[ModuleType]) -> dict[str, tuple[str, ...]]:
    """Return the objections to each resource of an estate, by name."""
    return {name: tuple(said.split()) for theme in themes for name, said in theme.EXPECTED.items()}


def meets(rule: str, objection: str) -> bool:
    """Whether a rule is about an objection."""
    return any(rule == each or rule.startswith(f"{each}-") for each in FOUND_BY[objection])
