"""The words of the rules' tables mean what they say, and say what they mean."""

from __future__ import annotations

from landing_zone_policies import wanted
from landing_zone_policies.paths import Found
from landing_zone_policies.settings import Settings
from landing_zone_policies.values import MISSING, UNKNOWN, Secret, read, shown

NOW = Settings(log_days=30, min_tls="1.2")


def holds(want: wanted.Wanted, value: object) -> bool | None:
    return want.holds(Found("p", value), NOW)


def test_one_of_some_is_any_of_them_in_any_case():
    want = wanted.one_of("A", 2)
    assert [holds(want, each) for each in ("a", " A ", 2)] == [True] * 3
    assert [holds(want, each) for each in ("b", [], {}, MISSING, None)] == [False] * 5
    assert holds(want, UNKNOWN) is None
    assert want.said(NOW) == "A or 2"


def test_none_of_some_is_anything_else_or_nothing():
    want = wanted.none_of("A", 2)
    assert [holds(want, each) for each in ("b", [], {}, MISSING, 3)] == [True] * 5
    assert [holds(want, each) for each in ("a", " A ", 2)] == [False] * 3
    assert holds(want, UNKNOWN) is None
    assert want.said(NOW) == "none of A, 2"


def test_at_least_a_bound_is_the_bound_or_more():
    want = wanted.at_least(7)
    assert [holds(want, each) for each in (7, "7", 7.5, "604800s")] == [True] * 4
    assert [holds(want, each) for each in (6, "6s", "x", True, [], MISSING)] == [False] * 6
    assert want.said(NOW) == "at least 7"
    asked = wanted.at_least(lambda settings: settings.log_days)
    assert (holds(asked, 30), holds(asked, 29)) == (True, False)
    assert asked.said(NOW) == "at least 30"


def test_at_most_a_bound_is_the_bound_or_less():
    want = wanted.at_most(7.5)
    assert [holds(want, each) for each in (7.5, "0", -1)] == [True] * 3
    assert [holds(want, each) for each in (8, None, "x", MISSING)] == [False] * 4
    assert want.said(NOW) == "at most 7.5"
    asked = wanted.at_most(lambda settings: settings.log_days)
    assert (holds(asked, 30), holds(asked, 31)) == (True, False)
    assert asked.said(NOW) == "at most 30"


def test_a_pattern_matches_the_whole_of_a_text():
    want = wanted.matches("a+", "as")
    assert [holds(want, each) for each in ("a", "aaa")] == [True] * 2
    assert [holds(want, each) for each in ("b", "aab", "", 1, [], MISSING)] == [False] * 6
    assert want.said(NOW) == "as"


def test_a_function_may_say_yes():
    want = wanted.satisfies("even", lambda value: value == 2)
    assert (holds(want, 2), holds(want, 3), holds(want, MISSING)) == (True, False, False)
    assert want.said(NOW) == "even"


def test_a_version_of_tls_is_read_in_every_spelling():
    for text, version in (
        ("TLS1_2", (1, 2)),
        ("1.3", (1, 3)),
        (1.2, (1, 2)),
        ("TLSv1", (1, 0)),
        ("TLS 1", (1, 0)),
        ("SSLv3", (0, 0)),
        ("TLSv1.2_2021", (1, 2)),
        ("x", None),
        (True, None),
    ):
        assert wanted.tls_version(text) == version, text
    assert wanted.tls.said(NOW) == "TLS 1.2 or later"
    assert wanted.tls.said(Settings(min_tls="1.3")) == "TLS 1.3 or later"
    assert wanted.tls.holds(Found("p", "1.2"), Settings(min_tls="1.3")) is False


def test_a_default_that_will_do_changes_nothing_else():
    want = wanted.given.or_missing()
    assert [holds(want, each) for each in (MISSING, UNKNOWN, "x")] == [True] * 3
    assert holds(want, "") is False
    assert want.said(NOW) == "set"


def test_another_say_about_what_is_not_known_changes_nothing_else():
    want = wanted.absent.if_unknown(holds=True)
    assert [holds(want, each) for each in (MISSING, UNKNOWN, "")] == [True] * 3
    assert holds(want, "x") is False
    assert want.said(NOW) == "left out"


def test_words_of_a_value_are_short():
    assert shown("x" * 80) == "x" * 80
    assert shown("x" * 81) == "x" * 77 + "..."
    assert shown(Secret("x")) == "a secret"
    assert str(Found("p", "x", secret=True)) == "a secret"
    assert str(Found("p", MISSING, secret=True)) == "not set"


def test_a_long_text_is_no_value_that_is_not_known():
    assert read("x" * 99) == "x" * 99
