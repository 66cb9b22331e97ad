"""The rules, put to the test: what is taken from a zone, or from a rule itself, must be missed.

Every property that hardens a resource of our production zones is taken away or weakened, one by
one, and a rule has to fail that did not fail before. What no rule can ask for is listed with the
reason in `unasked.py`. Then each row of the rules' tables is left out, and a case has to go red.
`make mutants` does the same, mutates the core besides, and writes docs/mutation.md.
"""

import json
import re
import sys
from functools import cache
from itertools import islice

import pytest

from landing_zone_policies.catalogue import rules
from landing_zone_policies.judging import Verdict, judge
from tests.long.hardening import Score, judge_of, score_of, tried, zone_of
from tests.long.rows import lost
from tests.long.unasked import EVERYWHERE, UNASKED
from tests.test_mutation_page import DATA
from tests.zones import CLOUDS

pytestmark = pytest.mark.long

SCORES = json.loads(DATA.read_text(encoding="utf-8"))


@cache
def score(cloud: str) -> Score:
    return score_of(cloud)


@pytest.mark.parametrize("cloud", CLOUDS)
def test_our_zones_break_no_rule_to_begin_with(cloud):
    report = judge_of(zone_of(cloud)).report
    assert not report.of(Verdict.FAIL, Verdict.UNDETERMINED)


@pytest.mark.parametrize("cloud", CLOUDS)
def test_what_hardens_a_zone_is_missed_by_a_rule_when_it_is_gone(cloud, capsys):
    found = score(cloud)
    with capsys.disabled():
        sys.stdout.write(f"\n{cloud}: {found.found} of {found.asked} mistakes found by rules\n")
    assert not found.survivors, "\n".join(found.survivors)
    assert found.found >= SCORES["hardening"][cloud]["found"] * 0.99


@pytest.mark.parametrize("cloud", CLOUDS)
def test_no_excuse_is_kept_for_what_a_cloud_has_not(cloud):
    own = UNASKED[cloud].keys() - EVERYWHERE.keys()
    assert not own - score(cloud).excused.keys()


def test_every_excuse_for_all_clouds_is_needed_on_one():
    needed = {pattern for cloud in CLOUDS for pattern in score(cloud).excused}
    assert not EVERYWHERE.keys() - needed


@pytest.mark.parametrize("cloud", CLOUDS)
def test_asking_only_what_can_differ_finds_what_asking_all_does(cloud):
    zone = zone_of(cloud)
    known = judge_of(zone)
    for told, _, worse in islice(tried(zone, cloud, Score()), 0, None, 97):
        found = known.objection(worse)
        report = judge(known.whole(worse), rules(), known.settings)
        fails = bool(report.of(Verdict.FAIL))
        assert fails is (found is not None and found.verdict is Verdict.FAIL), told


def test_every_row_of_a_rule_is_missed_by_a_case_when_it_is_gone(capsys):
    found = lost()
    with capsys.disabled():
        missed = found.total - len(found.survivors)
        sys.stdout.write(f"\n{missed} of {found.total} rows are missed by a case\n")
    assert {*found.survivors} <= {*SCORES["rows"]["survivors"]}


def test_excuses_are_regular_expressions_with_a_reason():
    for table in UNASKED.values():
        for pattern, reason in table.items():
            re.compile(pattern)
            assert reason
