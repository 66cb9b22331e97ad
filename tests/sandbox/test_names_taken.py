"""What is the same name, and who still holds it, seen in a toy cloud."""

import pytest

from landing_zone_rehearsal.sandbox import Refused
from tests.sandbox.toy import PEN, farm, toy_cloud

__all__ = ["toy_cloud"]

pytestmark = pytest.mark.usefixtures("toy_cloud")


def pen(sandbox, name="pen", provider=None, **inputs):
    return sandbox.create(PEN, name, f"urn::{name}", {"acres": 2, **inputs}, provider)


def test_a_name_is_the_same_in_capitals():
    sandbox = farm()
    pen(sandbox, "one", label="oak")
    with pytest.raises(Refused, match="Exists: "):
        pen(sandbox, "two", label="Oak")


def test_a_name_that_a_deletion_left_taken_is_refused():
    sandbox = farm()
    gone = pen(sandbox, "one", label="oak")
    sandbox.delete(PEN, gone.id)
    said = f"PenRemembered: oak is taken, as the fence of {gone.id} stays"
    with pytest.raises(Refused, match=said):
        pen(sandbox, "two", label="oak")
    other = pen(sandbox, "three", label="elm")
    sandbox.update(PEN, other.id, "urn::three", {"acres": 3, "label": "elm"})
