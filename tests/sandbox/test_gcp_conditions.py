"""How the conditions of IAM are read."""

import pytest

from landing_zone_rehearsal.sandbox.gcp.conditions import (
    MalformedError,
    UndecidedError,
    holds,
    read,
)

ABOUT = {"resource.name": "projects/_/buckets/b/objects/a", "resource.type": "t"}


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("true", True),
        ('resource.type == "t"', True),
        ("resource.type != 't'", False),
        ('resource.type in ["s", "t"]', True),
        ('resource.name.startsWith("projects/_/buckets/b/") || resource.type == "s"', True),
        ('!(resource.type == "s") && (resource.name.endsWith("/a"))', True),
        ('resource.name.matches("buckets/[ab]/") && false', False),
        ('resource.type == "t" || request.time < timestamp("2030-01-01T00:00:00Z")', True),
    ],
)
def test_conditions_are_read_as_google_reads_them(expression: str, expected: bool) -> None:
    assert holds(expression, ABOUT) is expected


@pytest.mark.parametrize(
    "expression",
    [
        'request.time < timestamp("2030-01-01T00:00:00Z")',
        'api.getAttribute("iam.googleapis.com/modifiedGrantsByRole", []).hasOnly(["roles/a"])',
        'resource.name.extract("/objects/{name}").startsWith("a")',
    ],
)
def test_what_is_not_known_is_not_guessed(expression: str) -> None:
    read(expression)
    with pytest.raises(UndecidedError):
        holds(expression, ABOUT)


@pytest.mark.parametrize("expression", ["", "a ==", "(a", "a b", "a = b", "a.startsWith(", "@"])
def test_what_is_no_condition_is_not_read(expression: str) -> None:
    with pytest.raises(MalformedError):
        read(expression)
