"""Whom a network rule lets in, and to which ports, in every cloud's spelling."""

import math
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from ipaddress import IPv4Network, IPv6Network, collapse_addresses, ip_network
from typing import Any, NamedTuple, TypeAlias, cast

from landing_zone_policies.outcomes import Fail, NotApplicable, Outcome, Pass, Undetermined
from landing_zone_policies.paths import Found
from landing_zone_policies.values import UNKNOWN, bare
from landing_zone_policies.wanted import as_number, plain, satisfies

Ranges: TypeAlias = tuple[tuple[int, int], ...]
"""Ports, from and to, both included."""

EVERY: Ranges = ((0, 65535),)
NONE: Ranges = ()

ADMIN_PORTS = (22, 2375, 2376, 3389, 5985, 5986, 6443, 10250)
"""SSH, Docker, RDP, WinRM, the Kubernetes API and the kubelet."""

EVERYONE = frozenset({"*", "any", "internet", "all"})
"""Words for every address: Azure's, and Google Cloud's context of a source."""

WIDEST = {4: 8, 6: 16}
"""A public range with a shorter prefix is no one's own: it is a part of the internet."""

WITH_PORTS = frozenset({"tcp", "udp", "sctp", "dccp", "6", "17", "132", "33"})
ANY_PROTOCOL = frozenset({"-1", "all", "*", "any", "", "0"})


class Opening(NamedTuple):
    """What one rule lets in, or keeps out."""

    path: str
    """Where its source stands."""
    internet: bool | None
    """Whether everyone is its source; None: that is known after deployment."""
    ports: Ranges | None
    """None: known after deployment."""
    protocol: str = "all"
    order: float = 0
    """Rules with a lower one come first."""
    allows: bool = True


def internet(values: Iterable[Any]) -> bool | None:
    """Say whether sources are everyone, be it together; None where that is not known."""
    listed = [bare(each) for each in _flat(values)]
    texts = [each.strip().casefold() for each in listed if isinstance(each, str)]
    if any(each in EVERYONE for each in texts) or _covers_the_internet(texts):
        return True
    return (
        None if UNKNOWN in [each for each in listed if isinstance(each, type(UNKNOWN))] else False
    )


NAMED = satisfies("a range that is not the whole internet", lambda value: not internet([value]))


def ports(values: Iterable[Any]) -> Ranges | None:
    """Return ports as ranges: of 22, `22`, `20-30`, `22,80`, `*`; None where they are not known."""
    found: list[tuple[int, int]] = []
    for value in map(bare, _flat(values)):
        for text in str(value).split(",") if isinstance(value, str) else [value]:
            range_ = _range(text)
            if range_ is None:
                return None
            found.append(range_)
    return tuple(found)


def spanned(protocol: Any, first: Any, last: Any) -> Ranges | None:
    """Return the ports of a protocol from one to another; all of them where none is said."""
    spoken = protocol_of(protocol)
    if spoken in ANY_PROTOCOL:
        return EVERY
    if spoken not in WITH_PORTS:
        return NONE
    if UNKNOWN in (first, last):
        return None
    start, end = _port(first), _port(last)
    if start is None or start < 0:
        return EVERY
    return ((start, start if end is None else end),)


def protocol_of(value: Any) -> str:
    """Return a protocol's name or number as text, without case; every protocol where none is."""
    number = as_number(value)
    if number is not None:
        return f"{number:g}"
    return value.strip().casefold() if isinstance(value, str) else "all"


def overlap(given: Ranges, wanted: Iterable[int]) -> list[int]:
    """Return those of some ports that lie in ranges."""
    return [port for port in wanted if any(low <= port <= high for low, high in given)]


def without(given: Ranges, taken: Iterable[tuple[int, int]]) -> Ranges:
    """Return ranges with others cut out of them."""
    left = list(given)
    for start, end in taken:
        left = [
            (low, high)
            for first, last in left
            for low, high in ((first, min(last, start - 1)), (max(first, end + 1), last))
            if low <= high
        ]
    return tuple(left)


def unshadowed(openings: Iterable[Opening]) -> Iterator[Opening]:
    """Yield what rules let in, less what a rule before them keeps out from everyone."""
    kept_out: list[tuple[str, Ranges]] = []
    for each in sorted(openings, key=lambda one: one.order):
        if not each.allows:
            if each.internet and each.ports:
                kept_out.append((each.protocol, each.ports))
            continue
        ranges = each.ports
        for protocol, refused in kept_out:
            if ranges is not None and protocol in {*ANY_PROTOCOL, each.protocol}:
                ranges = without(ranges, refused)
        yield Opening(each.path, each.internet, ranges, each.protocol)


def no_admin(given: Ranges, _public: Iterable[int]) -> str:
    """Name the ports for administration among ranges."""
    if given == EVERY:
        return "every port"
    hit = overlap(given, ADMIN_PORTS)
    return f"port{'s' if len(hit) > 1 else ''} {', '.join(map(str, hit))}" if hit else ""


def none_but(given: Ranges, public: Iterable[int]) -> str:
    """Name the ports among ranges that are not meant to be public."""
    if given == EVERY:
        return "every port"
    left = without(given, [(port, port) for port in public])
    shown = [str(low) if low == high else f"{low}-{high}" for low, high in left]
    return f"port{'s' if len(shown) > 1 else ''} {', '.join(shown)}" if shown else ""


def judge_openings(
    openings: Iterable[Opening],
    unwanted: Callable[[Ranges, Iterable[int]], str],
    public: Iterable[int],
) -> Iterator[Outcome]:
    """Yield what is wrong with what rules let in."""
    empty = True
    for each in openings:
        empty = False
        named = "its ports" if each.ports is None else unwanted(each.ports, public)
        if each.internet is False or not named:
            yield Pass(each.path)
        elif each.internet is None or each.ports is None:
            yield Undetermined(
                each.path, f"whether {named} may be reached by everyone is not known"
            )
        else:
            yield Fail(each.path, f"{named} can be reached by everyone on the internet")
    if empty:
        yield NotApplicable("it lets nothing in by itself")


def values(found: Iterable[Found]) -> list[Any]:
    """Return the values that were found."""
    return [each.value for each in found]


def _flat(values: Iterable[Any]) -> Iterator[Any]:
    for each in values:
        if isinstance(each, list):
            yield from cast("list[Any]", each)
        else:
            yield each


def _covers_the_internet(texts: Iterable[str]) -> bool:
    networks = [each for each in map(_network, texts) if each is not None]
    if any(map(_is_wide, networks)):
        return True
    if len(networks) < 64:
        return False
    four = [each for each in networks if isinstance(each, IPv4Network)]
    six = [each for each in networks if isinstance(each, IPv6Network)]
    return any(map(_is_wide, collapse_addresses(four))) or any(
        map(_is_wide, collapse_addresses(six))
    )


def _is_wide(network: IPv4Network | IPv6Network) -> bool:
    if network.prefixlen == 0:
        return True
    reserved = network.is_private or network.is_multicast or network.is_reserved
    return network.prefixlen < WIDEST[network.version] and not reserved


@cache
def _network(text: str) -> IPv4Network | IPv6Network | None:
    try:
        return ip_network(text, strict=False)
    except ValueError:
        return None


def _range(value: Any) -> tuple[int, int] | None:
    if isinstance(value, str) and plain(value) in ("*", "all", "any", ""):
        return EVERY[0]
    number = _port(value)
    if number is not None:
        return (number, number)
    if not isinstance(value, str):
        return None
    low, dash, high = value.partition("-")
    first, last = _port(low), _port(high)
    return (first, last) if dash and first is not None and last is not None else None


def _port(value: Any) -> int | None:
    number = as_number(value)
    return int(number) if number is not None and math.isfinite(number) else None
