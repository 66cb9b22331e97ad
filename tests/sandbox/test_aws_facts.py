"""The tables of AWS speak of properties that the SDK has, and every row of them is at work."""

from collections.abc import Iterator
from typing import Any

import pytest

from landing_zone_rehearsal.clouds.aws.facts import FACTS
from landing_zone_rehearsal.clouds.model import short
from landing_zone_rehearsal.sandbox.aws.choices import ONE_OF
from landing_zone_rehearsal.sandbox.aws.documents import DOCUMENTS
from landing_zone_rehearsal.sandbox.aws.encryption import ENCRYPTED
from landing_zone_rehearsal.sandbox.aws.storage import CONTENTS
from landing_zone_rehearsal.sandbox.shape_types import ListOf, MapOf, Nested, Type
from landing_zone_rehearsal.sandbox.shapes import Shapes
from tests.sandbox.aws_account import Account

SHAPES = Shapes()
SDK = SHAPES.sdk("aws:s3/bucket:Bucket")
assert SDK
LONG = {short(type): type for type in SDK.types}


def paths(type: str) -> Iterator[str]:
    """Yield every input that the table of a type names."""
    known = FACTS[type]
    yield from (*known.replaces, *known.replaces_when, *known.fixed, *known.kept, *known.required)
    yield from (*known.values, *known.bounds, *known.formats, *known.cidrs, *known.refers)
    yield from (path for names in known.unique for path in names)
    if known.tags:
        yield known.tags


def exists(type: str, path: str) -> bool:
    """Whether an SDK type has a property at a path."""
    at: Type | None = Nested(lambda: SHAPES.block(LONG[type]))
    for step in path.removesuffix(".**").split("."):
        name = step.removesuffix("[]")
        if isinstance(at, MapOf):
            at = at.item
        elif isinstance(at, Nested):
            at = at.block.properties.get(name)
        else:
            return False
        if step.endswith("[]"):
            if not isinstance(at, ListOf):
                return False
            at = at.item
    return at is not None


@pytest.mark.parametrize("type", FACTS)
def test_every_path_of_the_tables_exists_in_the_sdk(type):
    assert type in LONG
    assert [path for path in paths(type) if not exists(type, path)] == []


def test_a_path_that_does_not_exist_is_seen():
    assert not exists("aws:ec2:Vpc", "cidrBlok")
    assert not exists("aws:ec2:Vpc", "cidrBlock[]")
    assert not exists("aws:ec2:Subnet", "tags.a.b")


@pytest.mark.parametrize("type", ONE_OF)
def test_one_of_the_alternatives_is_needed(type):
    account = Account()
    said = account.refusal(account.make, type.removeprefix("aws:"), "it")
    assert said.startswith("Invalid combination of arguments: one of `")


@pytest.mark.parametrize("type", DOCUMENTS)
def test_every_document_is_read(type):
    account = Account()
    account.make("s3:Bucket", "raw", bucket="raw")
    account.role()
    path, dialect = DOCUMENTS[type]
    given = {"role": "reader"} if type == "aws:iam:RolePolicy" else {}
    given |= {"bucket": "raw"} if type == "aws:s3:BucketPolicy" else {}
    said = account.refusal(
        account.make, type.removeprefix("aws:"), "it", **{path: "no policy", **given}
    )
    assert said.startswith(f"{dialect.code}: ")


@pytest.mark.parametrize("type", ENCRYPTED)
def test_every_key_has_to_exist(type):
    account = Account()
    account.make("s3:Bucket", "raw", bucket="raw")
    block, _, rest = ENCRYPTED[type].key.partition(".")
    key = {}
    for step in reversed(rest.split(".")):
        key = {step: key or "none"}
    given = {block.removesuffix("[]"): [key] if block.endswith("[]") else key}
    given = given if rest else {block: "none"}
    given |= {"bucket": "raw"} if type.startswith("aws:s3:") else {}
    said = account.refusal(account.make, type.removeprefix("aws:"), "it", **given)
    assert "does not exist" in said


@pytest.mark.parametrize("type", CONTENTS)
def test_what_lies_in_a_bucket_may_be_locked(type):
    account = Account()
    account.make("s3:Bucket", "raw", bucket="raw")
    lock = {"objectLockMode": "COMPLIANCE", "objectLockRetainUntilDate": "2999-01-01T00:00:00Z"}
    held = account.make(type.removeprefix("aws:"), "one", bucket="raw", key="one", **lock)
    assert "object lock" in account.refusal(account.delete, held)
    assert "object lock" in account.refusal(account.change, held, objectLockMode="GOVERNANCE")


@pytest.mark.parametrize(
    ("type", "path"), [(type, path) for type in FACTS for path in FACTS[type].refers]
)
def test_every_reference_has_to_lead_somewhere(type, path):
    """Each reference alone, with a value that nothing has."""
    account = Account()
    steps = path.split(".")
    value: Any = "rtb-none" if path == "routeTableId" else "none"
    for step in reversed(steps):
        name = step.removesuffix("[]")
        value = {name: [value] if step.endswith("[]") else value}
    said = account.refusal(account.make, type.removeprefix("aws:"), "it", **value)
    target = FACTS[type].refers[path].targets[0]
    words = FACTS[target].missing
    assert words
    assert said.startswith(words.partition(":")[0])
