"""Every type in the tables of what holds data is asked whether it is protected."""

import pytest

from landing_zone_policies.estate import Estate
from landing_zone_policies.judging import Verdict, judge
from landing_zone_policies.resources import Resource
from landing_zone_policies.rules.resilience import RULES
from landing_zone_policies.rules.resilience.protection import LOCKABLE, PROTECTED
from landing_zone_policies.settings import Settings

(ASKED,) = (rule for rule in RULES if rule.id == "BAK-02")


@pytest.mark.parametrize("type_", [*PROTECTED, *LOCKABLE])
@pytest.mark.parametrize("protect", [True, False])
def test_what_holds_data_is_protected_by_pulumi(type_, protect):
    asked = Resource(f"urn:pulumi:prod::shop::{type_}::x", type_, protect=protect)
    results = judge(Estate([asked]), [ASKED], Settings()).results
    unprotected = [each for each in results if each.path == "protect"]
    assert [each.verdict for each in unprotected if each.verdict is Verdict.FAIL] == (
        [] if protect else [Verdict.FAIL]
    )
