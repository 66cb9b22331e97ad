"""What AWS refuses of a pool, said before anything is declared."""

from collections.abc import Iterator

from landing_zone.core import LandingZoneError, Names, UnsupportedError
from landing_zone.gpu_pool.aws_capacity import GROUP_NAME, RESERVATION_ID
from landing_zone.gpu_pool.aws_pool import MOST_ZONES, zones_with
from landing_zone.gpu_pool.aws_scaling import PREFIX
from landing_zone.gpu_pool.capacity import Rung, RungKind
from landing_zone.gpu_pool.resolution import Choice, resolve
from landing_zone.gpu_pool.spec import GpuPoolSpec
from landing_zone.network.aws_zones import unknown_region, zone_names

GROUP_NAME_LENGTH = 63
"""Source: https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html"""

AUTO_NAME = 8
"""What Pulumi adds to a logical name: a hyphen and seven hexadecimal digits."""

RESERVED_LABELS = ("eks.amazonaws.com/", "k8s.amazonaws.com/")
"""What EKS and its autoscaler write on nodes themselves.

Source: https://docs.aws.amazon.com/eks/latest/APIReference/API_CreateNodegroup.html
"""

TAG_KEY_LENGTH = 128
"""Source: https://docs.aws.amazon.com/autoscaling/ec2/APIReference/API_Tag.html"""

MOST_KEYS = 30
"""An Auto Scaling group takes 50 tags; EKS adds some, and what is the pool's own others.

Source: https://docs.aws.amazon.com/autoscaling/ec2/userguide/ec2-auto-scaling-quotas.html
"""


def faults(names: Names, spec: GpuPoolSpec) -> Iterator[LandingZoneError]:
    """Yield every mistake, each under the field to mend.

    That AWS has nothing like flex, the catalogue knows: no machine of it can be had so.
    """
    region = names.env.region
    unknown = [*unknown_region(region)]
    yield from unknown
    if unknown:
        return
    choice = resolve(names.env.cloud, region, spec)
    for index, rung in enumerate(spec.capacity):
        yield from _unsupported(f"capacity.{index}", rung)
        yield from _misplaced(region, f"capacity.{index}", spec, choice, rung)
    yield from _first_nodes(spec)
    yield from _zones(region, spec, choice)
    yield from _reserved(spec, choice)
    yield from _untold(spec)
    yield from _too_long(names, spec)


def _unsupported(path: str, rung: Rung) -> Iterator[LandingZoneError]:
    if rung.max_usd_hour is not None:
        instead = "leave it out: EKS takes no price, and spot never costs more than on demand"
        yield UnsupportedError(f"{path}.max_usd_hour: a price cap", "aws", instead=instead)
    named = rung.id is not None and GROUP_NAME.fullmatch(rung.id)
    if rung.id is not None and not RESERVATION_ID.fullmatch(rung.id) and not named:
        allowed = "an ID such as cr-0123456789abcdef0, or the name of a resource group"
        yield LandingZoneError(f"{path}.id: {allowed}, got {rung.id!r}")


def _misplaced(
    region: str, path: str, spec: GpuPoolSpec, choice: Choice, rung: Rung
) -> Iterator[LandingZoneError]:
    """Yield that nodes might be looked for in a zone that a reservation is not in.

    They would never come, without a word, while the reservation costs what it costs.

    Source: https://aws-ia.github.io/terraform-aws-eks-blueprints/patterns/machine-learning/targeted-odcr
    """
    held = rung.id is not None and RESERVATION_ID.fullmatch(rung.id)
    zones = spec.zones or tuple(zones_with(region, choice))
    if held and len(zones) > 1:
        allowed = f"one zone, the one that {path}.id {rung.id} is in"
        yield LandingZoneError(f"zones: {allowed}, got {', '.join(map(str, zones))}")


def _first_nodes(spec: GpuPoolSpec) -> Iterator[LandingZoneError]:
    first = spec.capacity[0]
    if spec.min_nodes and first.kind is RungKind.BLOCK:
        allowed = "0 while capacity begins with a block, whose machines come when it starts"
        yield LandingZoneError(f"min_nodes: {allowed}, got {spec.min_nodes}")
    if first.nodes is not None and spec.min_nodes > first.nodes:
        allowed = f"at most {first.nodes}, as capacity.0 reserves no more"
        yield LandingZoneError(f"min_nodes: {allowed}, got {spec.min_nodes}")


def _zones(region: str, spec: GpuPoolSpec, choice: Choice) -> Iterator[LandingZoneError]:
    having = zones_with(region, choice)
    names = zone_names(region, MOST_ZONES)
    machine = choice.machine.name
    if not having:
        where = ", ".join(choice.offer.zones)
        instead = f"{region} has {machine} in {where} alone, and networks here use"
        yield LandingZoneError(f"accelerator: {instead} {', '.join(names)}; take another region")
        return
    for index, zone in enumerate(spec.zones or ()):
        if zone not in having:
            allowed = f"one of {', '.join(map(str, having))}, as {region} has {machine} there alone"
            yield LandingZoneError(f"zones.{index}: {allowed}, got {zone}")


def _reserved(spec: GpuPoolSpec, choice: Choice) -> Iterator[LandingZoneError]:
    """Yield labels that are not ours to give, and taints that a tag cannot tell apart."""
    for key in spec.labels:
        if key.startswith(RESERVED_LABELS):
            allowed = f"any label but those of {' and '.join(RESERVED_LABELS)} on aws"
            yield LandingZoneError(f"labels.{key}: {allowed}, got {key!r}")
    seen = {choice.accelerator.resource}
    for index, taint in enumerate(spec.taints):
        if taint.key in seen:
            allowed = "each key once on aws, the accelerator's own counted"
            yield LandingZoneError(f"taints.{index}.key: {allowed}, got {taint.key!r}")
        seen.add(taint.key)


def _untold(spec: GpuPoolSpec) -> Iterator[LandingZoneError]:
    """Yield what the autoscaler cannot be told by tags, so that no node would ever come for it."""
    keys = {
        **{f"labels.{key}": f"{PREFIX}/label/{key}" for key in spec.labels},
        **{f"taints.{n}.key": f"{PREFIX}/taint/{each.key}" for n, each in enumerate(spec.taints)},
    }
    for path, key in keys.items():
        if len(key) > TAG_KEY_LENGTH:
            most = TAG_KEY_LENGTH - len(key.removesuffix(_end(key)))
            yield LandingZoneError(f"{path}: at most {most} characters on aws, got {_end(key)!r}")
    if (count := len(keys)) > MOST_KEYS:
        yield LandingZoneError(f"labels: at most {MOST_KEYS} on aws, taints counted, got {count}")


def _end(key: str) -> str:
    return key.removeprefix(f"{PREFIX}/").partition("/")[2]


def _too_long(names: Names, spec: GpuPoolSpec) -> Iterator[LandingZoneError]:
    length = len(names.logical(max(spec.rungs(), key=len))) + AUTO_NAME
    if length > GROUP_NAME_LENGTH:
        limit = f"a node group's name has {GROUP_NAME_LENGTH} characters at most, this one would"
        yield LandingZoneError(f"capacity: {limit} have {length}: shorten '{names.component}'")
