"""Where a landing zone is built, and for whom."""

import re
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any

from pydantic import ConfigDict, Field, ValidationInfo, WithJsonSchema, field_validator

from landing_zone.core.clouds import ACCOUNTS, GROUPS, GUID, Cloud
from landing_zone.core.editors import one_or_several, per_cloud
from landing_zone.core.errors import suggestion
from landing_zone.core.model import Fault, Profile, Spec, refuse
from landing_zone.core.text import Grammar
from landing_zone_policies.facts.regions import JURISDICTIONS, REGIONS


class DataClass(StrEnum):
    """How sensitive the data of an environment is, as its tags say."""

    PUBLIC = "public"
    INTERNAL = "internal"
    CONFIDENTIAL = "confidential"
    RESTRICTED = "restricted"


class Persona(StrEnum):
    """The people who work with a landing zone."""

    DATA_SCIENTIST = "data_scientist"
    ML_ENGINEER = "ml_engineer"
    AUDITOR = "auditor"
    PLATFORM_ADMIN = "platform_admin"


Token = Annotated[
    str,
    Grammar(r"[a-z][a-z0-9]{1,7}", "2 to 8 lower-case letters and digits, a letter first"),
]
"""A part of a name: 2 to 8 lower-case letters and digits, so that organisation, stage and digest
fit into the 24 characters of an Azure storage account."""

TagKey = Annotated[
    str,
    Grammar(r"[a-z][a-z0-9_-]{0,62}", "1 to 63 of a-z, 0-9, _ and -, a letter first"),
]
TagValue = Annotated[str, Grammar(r"[a-z0-9_-]{1,63}", "1 to 63 of a-z, 0-9, _ and -")]
"""Tags follow the strictest of the three grammars, GCP labels, so they read alike on every cloud.

Source: https://cloud.google.com/compute/docs/labeling-resources#requirements
"""

OWN_TAGS = (
    "org",
    "stage",
    "owner",
    "cost-center",
    "data-class",
    "component",
    "managed-by",
    "stack",
)
"""The keys on every resource that can carry tags."""

MOST_TAGS = 15
"""Azure DNS zones, among others, take no more.

Source: https://learn.microsoft.com/azure/azure-resource-manager/management/tag-resources
"""


class Environment(Spec):
    """The place and the owner from which names, tags and protection are derived."""

    model_config = ConfigDict(json_schema_extra=per_cloud)

    cloud: Cloud
    """The cloud that everything is built on."""
    account: str
    """An AWS account ID, a Google Cloud project ID or an Azure subscription ID."""
    tenant: str | None = Field(default=None, validate_default=True)
    """The Microsoft Entra tenant of the subscription; required on Azure, refused elsewhere."""
    residency: Annotated[tuple[str, ...], WithJsonSchema(one_or_several(JURISDICTIONS))] = Field(
        min_length=1
    )
    """Where data may be: one jurisdiction, such as `eu`, or a list of them."""
    region: str
    """The cloud's own name of a region, such as `eu-west-1`, `europe-west4` or `westeurope`."""
    org: Token
    """The organisation; the first part of every name."""
    stage: Token
    """What the environment is for, such as `dev` or `prod`; the second part of every name."""
    owner: TagValue
    """The team that answers for what runs here."""
    cost_center: TagValue
    """Who pays."""
    data_class: DataClass = DataClass.CONFIDENTIAL
    """The most sensitive data that is kept here."""
    profile: Profile = Profile.STANDARD
    """How much hardening: `dev`, `standard` or `regulated`."""
    protect: bool | None = None
    """Whether what holds data refuses to be deleted; if not given, it does from `standard` up.
    To give an environment up for good, deploy it with `false` first: then it can be destroyed."""
    groups: dict[Persona, str] = Field(default_factory=dict[Persona, str])
    """The cloud's own group behind each persona: the name of an Identity Center permission set
    (AWS), the e-mail address of a group (Google Cloud) or an Entra object ID (Azure)."""
    tags: dict[TagKey, TagValue] = Field(
        default_factory=dict[str, str], max_length=MOST_TAGS - len(OWN_TAGS)
    )
    """Further tags for every resource."""

    @cached_property
    def labels(self) -> dict[str, str]:
        """The tags of every resource in the environment."""
        return {
            **self.tags,
            "org": self.org,
            "stage": self.stage,
            "owner": self.owner,
            "cost-center": self.cost_center,
            "data-class": self.data_class.value,
            "managed-by": "pulumi",
        }

    @property
    def identity(self) -> str:
        """What tells this environment from any other, as salt for world-wide names."""
        return f"{self.cloud}/{self.account}/{self.region}"

    @property
    def protects_data(self) -> bool:
        """Whether what holds data refuses to be deleted."""
        if self.protect is not None:
            return self.protect
        return self.profile.at_least(Profile.STANDARD)

    @field_validator("account")
    @classmethod
    def _is_an_account(cls, account: str, info: ValidationInfo) -> str:
        refuse("Environment", _mismatch(ACCOUNTS, info, account))
        return account

    @field_validator("tenant")
    @classmethod
    def _belongs_to_azure(cls, tenant: str | None, info: ValidationInfo) -> str | None:
        cloud = info.data.get("cloud")
        if cloud is Cloud.AZURE and not (tenant and GUID.fullmatch(tenant)):
            allowed = "the ID of the Microsoft Entra tenant (a lower-case GUID), required on azure"
            refuse("Environment", [Fault((), allowed, tenant)])
        if cloud in (Cloud.AWS, Cloud.GCP) and tenant is not None:
            refuse("Environment", [Fault((), f"only for azure, leave it out on {cloud}", tenant)])
        return tenant

    @field_validator("residency", mode="before")
    @classmethod
    def _takes_one_or_several(cls, residency: Any) -> Any:
        return (residency,) if isinstance(residency, str) else residency

    @field_validator("residency")
    @classmethod
    def _names_jurisdictions(cls, residency: tuple[str, ...]) -> tuple[str, ...]:
        allowed = f"one of {', '.join(sorted(JURISDICTIONS))}"
        unknown = [each for each in residency if each not in JURISDICTIONS]
        refuse(
            "Environment",
            [Fault((), allowed + suggestion(each, JURISDICTIONS), each) for each in unknown],
        )
        return residency

    @field_validator("region")
    @classmethod
    def _lies_within_the_residency(cls, region: str, info: ValidationInfo) -> str:
        cloud, residency = info.data.get("cloud"), info.data.get("residency")
        if cloud is None:
            return region
        regions = REGIONS[cloud]
        if region not in regions:
            allowed = f"a region of {cloud}{suggestion(region, regions)}"
            refuse("Environment", [Fault((), allowed, region)])
        elif residency and not set(residency) & set(regions[region].jurisdictions):
            inside = [
                name for name, each in regions.items() if set(residency) & set(each.jurisdictions)
            ]
            where = f"within the residency {', '.join(residency)}"
            choice = f"such as {', '.join(inside[:3])}" if inside else f"none on {cloud}"
            refuse("Environment", [Fault((), f"a region {where}, {choice}", region)])
        return region

    @field_validator("groups")
    @classmethod
    def _names_groups(cls, groups: dict[Persona, str], info: ValidationInfo) -> dict[Persona, str]:
        refuse(
            "Environment",
            [
                Fault((persona, *fault.path), fault.allowed, fault.given)
                for persona, group in groups.items()
                for fault in _mismatch(GROUPS, info, group)
            ],
        )
        return groups

    @field_validator("tags")
    @classmethod
    def _adds_to_our_own(cls, tags: dict[str, str]) -> dict[str, str]:
        allowed = f"any key but our own ({', '.join(OWN_TAGS)})"
        refuse("Environment", [Fault((k,), allowed, k) for k in tags if k in OWN_TAGS])
        return tags


def label(text: str) -> str:
    """Return a text of our own, such as the name of a stack, as a legal tag value."""
    return re.sub(r"[^a-z0-9_-]", "-", text.lower())[:63]


def _mismatch(
    grammar: dict[Cloud, tuple[re.Pattern[str], str]], info: ValidationInfo, given: str
) -> list[Fault]:
    cloud = info.data.get("cloud")
    if cloud is None:
        return []
    pattern, allowed = grammar[cloud]
    return [] if pattern.fullmatch(given) else [Fault((), allowed, given)]
