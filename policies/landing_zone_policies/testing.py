"""For a project's own tests: what a program declares breaks no rule.

Example:
    >>> document = to_document(landing_zone_rehearsal.record(program))
    >>> assert_compliant(document, pack="encryption", profile="regulated")
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from landing_zone_policies.catalogue import ALL, rules
from landing_zone_policies.configuration import SETTINGS, settings_of
from landing_zone_policies.documents import estate_of
from landing_zone_policies.judging import Report, Verdict, judge
from landing_zone_policies.reports import written


def assert_compliant(
    document: Mapping[str, Any],
    *,
    pack: str = ALL,
    determined: bool = False,
    **settings: Any,
) -> Report:
    """Fail with a table of findings if a program breaks a rule, be it only advisory.

    Args:
        document: A plan, a preview or an export, as `lz check` takes them.
        pack: Whose rules to ask.
        determined: Whether to fail as well for what cannot be told.
        **settings: As in a configuration file: `profile`, `jurisdictions`, `exemptions`.

    Returns:
        The results, for further assertions.

    Raises:
        AssertionError: with the findings.
        DocumentError: if it is no such document.
        SettingsError: if a setting is wrong.
    """
    __tracebackhide__ = True
    configured = settings_of({SETTINGS: settings}, [rule.id for rule in rules()])
    report = judge(estate_of(document), rules(pack), configured)
    refused = (Verdict.FAIL, Verdict.UNDETERMINED) if determined else (Verdict.FAIL,)
    if report.of(*refused):
        raise AssertionError(f"\n{written(report, 'table')}")
    return report
