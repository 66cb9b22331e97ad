"""What a cloud answers, as data: the one format of `aws.py`, `gcp.py` and `azure.py`.

Each table is a module constant `CLOUD = CloudModel(...)`. The recorder, the stock mocks and the
simulated clouds all read the same tables, so a fact is written once.

    CLOUD = CloudModel(
        package="aws",
        place={"_account": "{allowedAccountIds.0|=123456789012}", "_region": "{region|=us-east-1}"},
        kinds={
            "aws:s3:Bucket": Kind(
                id="{bucket}",
                name="bucket",
                outputs={"arn": "arn:aws:s3:::{bucket}", "hostedZoneId": "Z{_upper:13:_region}"},
            ),
            "aws:ec2:Vpc": Kind(
                id="vpc-{_hex:17}",
                outputs={"arn": "arn:aws:ec2:{_region}:{_account}:vpc/{_id}", "tagsAll": "{tags}"},
            ),
        },
        functions={"aws:index:getCallerIdentity": {"accountId": "{_account}"}},
        fallback=Kind(id="{_name}-{_hex:7}"),
    )

**Tokens** are short: `aws:s3:Bucket` also answers for `aws:s3/bucket:Bucket`, and
`azure-native:storage:StorageAccount` for `azure-native:storage/v20240101:StorageAccount`.

**Keys of `outputs`** are output properties in camelCase. What the program gave wins over a plain
key. A dotted key (`identity.principalId`, `masterAuth.0.token`) is written inside the block that
the program gave, over what is there, and is left out when the program gave no such block.

**A template** is a number, a boolean, a list or mapping of templates, an `Each`, a `Choice`, or
text with placeholders. Text that is exactly one placeholder keeps the value's type (a list stays a
list). Text with a placeholder that has no value is left out of its mapping or list. A secret or
unknown input makes the text secret or unknown. Braces followed by a quote or a space are literal
(JSON).

* `{bucket}`: an input property (for a function: an argument); dots go deeper:
  `{properties.tenantId}`, `{subnets.0.id}`.
* `{a|b|=text}`: the first that has a value; `=text` is the text itself.
* `{_name}`: the logical name of the resource. `{_id}`: its ID (not inside `id` itself).
* `{_module}` and `{_type}`: of the token, `s3` and `bucket` (first letter lowered).
* `{_account}`, `{_region}`, `{_tenant}` and the like: an entry of `place`.
* `{_item}`: the item, inside `Each`.
* `{_hex:12}`, `{_upper:17}`, `{_number:12}`, `{_guid}`: lower-case hexadecimal digits,
  upper-case letters and digits, decimal digits, a GUID; always the same for the same URN.
* `{_hex:12:seed}`, `{_guid:seed}`: drawn from the value of another placeholder instead of the
  URN: `{_number:12:_account}` is the same in a whole project. `=text` gives another one:
  `{_guid:=client}` to the resource, `{_guid:_id+=client}` to whoever knows the ID.
* `{_last:role}`: the last segment of an input, after `/` or `:`.
* `{_after:locations:keyRing}`: the segment that follows `locations/` in an input.

**`place`** says how the account, region and the like are read: its templates see the resource's
own inputs first (`region` and `project` may stand there too), then those of its provider.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Each:
    """One value for each item of an input that is a list or a mapping.

    Azure takes user-assigned identities as a list of IDs and gives a mapping back:

        "identity.userAssignedIdentities": Each(
            "identity.userAssignedIdentities",
            key="{_item}",
            value={"clientId": "{_guid:_item}"},
        )
    """

    of: str
    """The input: a list, or a mapping whose keys are the items."""
    value: Template
    """The template for one item; `{_item}` is the item itself, `{_item.name}` a field of it."""
    key: str | None = None
    """Makes a mapping with these keys; without it the result is a list."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several values, by what an input says; left out where it says something else."""

    of: str
    """The input: text."""
    values: Mapping[str, Template]
    """The template for each text."""


Template: TypeAlias = (
    str
    | int
    | float
    | bool
    | Sequence["Template"]
    | Mapping[str, "Template"]
    | Each
    | Choice
    | None
)
"""A computed value; see the module's docstring."""


AUTOMATIC = "{_name}-{_hex:7}"
"""How Pulumi names what is not named: https://www.pulumi.com/docs/iac/concepts/resources/names/"""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a cloud fills in for one resource type."""

    id: str
    """Template of the physical ID."""
    outputs: Mapping[str, Template] = field(default_factory=dict[str, Template])
    """Computed outputs by property name."""
    name: str | None = None
    """The input that Pulumi names by itself (logical name and a suffix) when it is not given:
    `bucket`, or `metadata.name` inside a block."""
    automatic: str = AUTOMATIC
    """Template of the name that Pulumi gives."""
    counts: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    """Outputs that go up by one with an update, such as the latest version of a template, each
    with the inputs whose change is none to them."""


@dataclass(frozen=True, slots=True)
class CloudModel:
    """What one provider package answers."""

    package: str
    """The Pulumi package: `aws`, `gcp`, `azure-native`."""
    kinds: Mapping[str, Kind]
    """By short type token."""
    functions: Mapping[str, Template]
    """Answers of data sources by short token; arguments are given back beside the answer."""
    fallback: Kind = field(default_factory=lambda: Kind(id="{_name}-{_hex:7}"))
    """For a type that `kinds` does not hold."""
    place: Mapping[str, Template] = field(default_factory=dict[str, Template])
    """The placeholders `_account`, `_region` and the like."""


def short(token: str) -> str:
    """Shorten a type or function token to the form that the tables are keyed by.

    `aws:s3/bucket:Bucket` and `aws:s3:Bucket` are one type to AWS; so are the dated versions of
    an azure-native module.
    """
    package, _, rest = token.partition(":")
    module, _, member = rest.rpartition(":")
    return f"{package}:{module.partition('/')[0]}:{member}"
