"""What judging adds to a preview: every pack in one, on the real engine."""

from collections.abc import Iterator

from benchmarks.bare import ROOT
from benchmarks.engine import Stage
from benchmarks.figure import Figure, ratio
from landing_zone_rehearsal.deployment import Pack, Rehearsal
from landing_zone_rehearsal.engine import find

STACKS = ("prod-aws", "prod-gcp", "prod-azure")
AT_MOST = 1.10
"""What the issue of the packs promised."""
ALL = Pack(ROOT / "policies" / "all")


def figures() -> Iterator[Figure]:
    """Yield a figure for a stack of each cloud; none where the engine can't be had."""
    engine = find(ROOT)
    if engine is None:
        return
    for stack in STACKS:
        with Stage(engine, ROOT, stack) as stage:
            value = ratio(
                lambda rehearsal=stage.rehearsal: _judged(rehearsal),
                lambda rehearsal=stage.rehearsal: _plain(rehearsal),
                rounds=3,
                at_most=AT_MOST,
            )
        yield Figure(f"preview of {stack} with all packs over one without", value, AT_MOST)


def _plain(rehearsal: Rehearsal) -> None:
    outcome = rehearsal.preview()
    if not outcome.ok:
        raise RuntimeError("\n".join(each.message for each in outcome.errors))


def _judged(rehearsal: Rehearsal) -> None:
    """Preview with the packs, whatever they say; they have to have judged the last resource."""
    outcome = rehearsal.preview(policy_packs=[ALL])
    broken = [each.message for each in outcome.errors if not each.policy]
    if broken:
        raise RuntimeError("\n".join(broken))
