"""Every type that writes logs on Azure is asked for a diagnostic setting of its own."""

import pytest

from landing_zone_policies.estate import Estate
from landing_zone_policies.judging import Verdict, judge
from landing_zone_policies.resources import Resource
from landing_zone_policies.rules.audit import RULES
from landing_zone_policies.rules.audit.azure_diagnostics import ACCESS, DIAGNOSABLE, SETTINGS
from landing_zone_policies.settings import Settings

ASKED = [rule for rule in RULES if rule.id in ("LOG-02", "LOG-10")]
ID = "/subscriptions/s/resourceGroups/g/providers/p/x"


def verdict(type_: str, setting: str, uri: str) -> Verdict:
    logs = [{"categoryGroup": "allLogs", "enabled": True}]
    made = [
        Resource(f"urn:pulumi:prod::shop::{type_}::x", type_, id=ID),
        Resource(
            f"urn:pulumi:prod::shop::{setting}::log",
            setting,
            {"resourceUri": uri, "logs": logs, "workspaceId": "w"},
        ),
    ]
    results = judge(Estate(made), ASKED, Settings()).results
    (found,) = (each.verdict for each in results if each.type == type_)
    return found


@pytest.mark.parametrize("type_", [*ACCESS, *DIAGNOSABLE])
@pytest.mark.parametrize("setting", SETTINGS)
def test_what_writes_logs_sends_them(type_, setting):
    assert verdict(type_, setting, ID.upper()) is Verdict.PASS
    assert verdict(type_, setting, f"{ID}/blobServices/default") is Verdict.PASS
    assert verdict(type_, setting, f"{ID}y") is Verdict.FAIL
