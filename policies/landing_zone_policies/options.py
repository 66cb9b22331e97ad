"""What a configuration file may say: one row for each of `Settings`, with bounds and meaning."""

from collections.abc import Collection
from typing import Any, Literal, NamedTuple, TypeAlias

from landing_zone_policies.facts.regions import JURISDICTIONS
from landing_zone_policies.settings import EXEMPTION_FIELDS, LEVELS, PROFILES

Kind: TypeAlias = Literal[
    "text", "texts", "number", "numbers", "yes or no", "texts by key", "patterns by key"
]


class Option(NamedTuple):
    """One setting."""

    kind: Kind
    meaning: str
    packs: tuple[str, ...] = ()
    """The packs that go by it; empty for all of them."""
    choices: tuple[str, ...] = ()
    least: int | None = None
    most: int | None = None

    @property
    def schema(self) -> dict[str, Any]:
        """What it may be, as JSON Schema."""
        is_text = self.kind.startswith(("text", "pattern"))
        each: dict[str, Any] = {"type": "string" if is_text else "integer"}
        if self.choices:
            each["enum"] = [*self.choices]
        if self.least is not None:
            each["minimum"] = self.least
        if self.most is not None:
            each["maximum"] = self.most
        told = {"description": self.meaning}
        match self.kind:
            case "yes or no":
                return {"type": "boolean", **told}
            case "texts" | "numbers":
                return {"type": "array", "items": each, **told}
            case "texts by key" | "patterns by key":
                return {"type": "object", "additionalProperties": each, **told}
            case _:
                return {**each, **told}


OPTIONS = {
    "profile": Option(
        kind="text",
        choices=PROFILES,
        meaning="How strict to be; each profile asks for all that the one before it does.",
    ),
    "jurisdictions": Option(
        kind="texts",
        choices=tuple(sorted(JURISDICTIONS)),
        packs=("residency", "encryption", "audit", "ai", "resilience"),
        meaning="Where data may be. Without any, residency is not judged, and says so.",
    ),
    "global_services": Option(
        kind="texts",
        packs=("residency",),
        meaning="Types, or beginnings of types, of services without a place that may be used.",
    ),
    "required_tags": Option(
        kind="texts",
        packs=("cost_tags", "gpu"),
        meaning="Keys of tags; -, _ and case make no difference.",
    ),
    "tag_patterns": Option(
        kind="patterns by key",
        packs=("cost_tags",),
        meaning="A regular expression for the values of a tag's key.",
    ),
    "tag_values": Option(
        kind="texts by key",
        packs=("cost_tags",),
        meaning="What a required tag is set to where it is missing and its rule is remediated.",
    ),
    "min_tls": Option(
        kind="text",
        choices=("1.2", "1.3"),
        packs=("encryption",),
        meaning="The oldest version of TLS that may be spoken.",
    ),
    "public_ports": Option(
        kind="numbers",
        least=0,
        most=65535,
        packs=("network",),
        meaning="Ports that may be open to the internet.",
    ),
    "key_rotation_days": Option(
        kind="number",
        least=1,
        most=3653,
        packs=("encryption",),
        meaning="How old a key's version may become.",
    ),
    "key_deletion_days": Option(
        kind="number",
        least=7,
        most=90,
        packs=("encryption",),
        meaning="How long a deleted key can be had back, at least.",
    ),
    "log_days": Option(
        kind="number",
        least=1,
        most=3653,
        packs=("audit",),
        meaning="How long logs are kept, at least.",
    ),
    "log_days_most": Option(
        kind="number",
        least=1,
        most=36500,
        packs=("audit",),
        meaning="How long logs that may hold personal data are kept, at most.",
    ),
    "backup_days": Option(
        kind="number",
        least=1,
        most=3653,
        packs=("resilience",),
        meaning="How long backups of databases are kept, at least.",
    ),
    "machines": Option(
        kind="texts",
        packs=("gpu", "cost_tags"),
        meaning="Accelerators, or machine types with *, that may be used. Without any, all.",
    ),
    "most_accelerators": Option(
        kind="number",
        least=0,
        packs=("gpu", "cost_tags"),
        meaning="How many accelerators a program may reach in all.",
    ),
    "idle_minutes": Option(
        kind="number",
        least=5,
        most=10080,
        packs=("gpu", "cost_tags"),
        meaning="After how long a notebook that does nothing is shut down, at most.",
    ),
    "job_hours": Option(
        kind="number",
        least=1,
        most=8760,
        packs=("gpu",),
        meaning="How long a job with accelerators runs, at most.",
    ),
    "registries": Option(
        kind="texts",
        packs=("kubernetes",),
        meaning="Beginnings of image names that may be used. Without any, all.",
    ),
    "privileged_namespaces": Option(
        kind="texts",
        packs=("kubernetes", "gpu"),
        meaning="Kubernetes namespaces for pods that belong to the node: drivers, device plugins.",
    ),
    "image_digests": Option(
        kind="yes or no",
        packs=("kubernetes",),
        meaning="Whether images have to be told by their digest, rather than by a fixed tag.",
    ),
    "models": Option(
        kind="texts",
        packs=("ai",),
        meaning="Foundation models or publishers, with *, that may be used. Without any, all.",
    ),
    "whole_account": Option(
        kind="yes or no",
        meaning="Whether the program is all there is in its account, so that what an account has"
        " to have (audit trail, budget, threat detection) has to be in it.",
    ),
}
"""Every setting but `levels`, which stand beside them, and `exemptions`."""

EXEMPTIONS, LEVELS_BY_RULE = "exemptions", "levels"


def schema(packs: Collection[str]) -> dict[str, Any]:
    """Return the JSON Schema of the properties that some packs go by; of all, without packs."""
    options = {
        name: option.schema
        for name, option in OPTIONS.items()
        if not option.packs or not packs or {*option.packs} & {*packs}
    }
    exemption = {
        "type": "object",
        "properties": {name: {"type": "string"} for name in EXEMPTION_FIELDS},
        "required": [*EXEMPTION_FIELDS],
        "additionalProperties": False,
    }
    return {
        **options,
        LEVELS_BY_RULE: {
            "type": "object",
            "description": "What failures of a rule do, by its ID; `all` stands for every rule.",
            "additionalProperties": {"enum": [*LEVELS]},
        },
        EXEMPTIONS: {
            "type": "array",
            "description": "Failures that somebody answers for, until a day such as 2027-03-31.",
            "items": exemption,
        },
    }
