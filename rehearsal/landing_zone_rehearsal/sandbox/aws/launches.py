"""What AWS refuses of the machines that a node group launches by its template.

A template is taken as it is; what is wrong with it shows when something is launched. Here it is
refused with the node group, with the words of that launch.

Source: https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from landing_zone_rehearsal.sandbox.behaviour import Request, Rule
from landing_zone_rehearsal.values import is_dict

from . import launch_places
from .launch import TEMPLATE, Launch, launch_of
from .launch_disks import disk_has_no_key
from .launch_places import PLACEMENT, RESERVATION
from .nodes import NODES


def has_no_such_version(launch: Launch) -> Iterator[str]:
    """Yield that a group takes a version that its template has not."""
    wanted = str(launch.nodes.get("launchTemplate.version"))
    latest = int(launch.template.get("latestVersion"))
    if wanted.isdigit() and not 1 <= int(wanted) <= latest:
        yield (
            "InvalidLaunchTemplateId.VersionNotFound: Could not find the specified version"
            f" {wanted} for the launch template with ID {launch.template.id}."
        )


def is_said_twice(launch: Launch) -> Iterator[str]:
    """Yield that something stands in the template that is the group's to say, or in both.

    The words: https://github.com/terraform-aws-modules/terraform-aws-eks/issues/1386,
    https://github.com/terraform-aws-modules/terraform-aws-eks/issues/2219
    """
    nodes, template = launch.nodes, launch.template
    if template.get("instanceType") and nodes.inputs.get("instanceTypes"):
        yield (
            "InvalidRequestException: Cannot specify instance types in launch template and API"
            " request"
        )
    if nodes.inputs.get("diskSize"):
        yield "InvalidParameterException: Disk size must be specified within the launch template."
    if nodes.inputs.get("remoteAccess"):
        yield (
            "InvalidParameterException: Remote access configuration cannot be specified with a"
            " launch template."
        )
    if any(each.get("subnetId") for each in launch.interfaces):
        yield "InvalidParameterException: Subnet cannot be specified in a launch template."
    if template.get("iamInstanceProfile"):
        yield (
            "InvalidParameterException: Instance profile cannot be specified in a launch template."
        )


def is_bought_in_two_ways(launch: Launch) -> Iterator[str]:
    """Yield that a group and its template do not agree on how machines are paid.

    Sources: https://docs.aws.amazon.com/eks/latest/userguide/capacity-blocks-mng.html,
    https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_CapacityReservationSpecification.html
    """
    template = launch.template
    capacity, market = launch.nodes.get("capacityType"), template.get("instanceMarketOptions")
    kind = market.get("marketType") if is_dict(market) else None
    if kind == "spot":
        yield (
            "InvalidParameterException: Spot options cannot be specified in a launch template; use"
            " capacityType"
        )
    if (kind == "capacity-block") != (capacity == "CAPACITY_BLOCK"):
        yield (
            "InvalidParameterException: Capacity type CAPACITY_BLOCK and market type"
            " capacity-block must be specified together"
        )
    if capacity == "CAPACITY_BLOCK" and not (launch.target and template.get("instanceType")):
        yield (
            "InvalidParameterException: A launch template for a Capacity Block must specify an"
            " instance type and a target Capacity Reservation"
        )
    said: dict[str, Any] = template.get("capacityReservationSpecification") or {}
    preference, target = (
        said.get("capacityReservationPreference"),
        said.get("capacityReservationTarget"),
    )
    if target and preference not in (None, "capacity-reservations-only"):
        yield (
            "InvalidParameterCombination: CapacityReservationTarget can be specified with"
            " CapacityReservationPreference capacity-reservations-only alone"
        )
    if capacity == "SPOT" and (target or preference == "capacity-reservations-only"):
        yield (
            "InvalidParameterCombination: Spot Instances cannot be launched into a Capacity"
            " Reservation"
        )


def starts_wrongly(launch: Launch) -> Iterator[str]:
    """Yield that what a machine is to do when it starts is not written as EKS wants it.

    Source: https://docs.aws.amazon.com/eks/latest/userguide/launch-templates.html#launch-template-user-data
    """
    text = _decoded(launch.template.get("userData"))
    by_image = str(launch.nodes.get("amiType")).startswith("AL2")
    if text and by_image and "multipart/" not in text.partition("\n\n")[0].lower():
        yield (
            "Ec2LaunchTemplateInvalidConfiguration: User data was not in the MIME multipart format."
        )


def user_data_is_no_base64(request: Request) -> Iterator[str]:
    """Yield that user data is not encoded; that much is looked at in any template."""
    given = request.object.get("userData")
    if given and _decoded(given) is None:
        yield "InvalidUserData.Malformed: Invalid BASE64 encoding of user data."


def launches_wrongly(request: Request) -> Iterator[str]:
    """Yield everything that would keep the machines of a node group from being launched."""
    if launch := launch_of(request.world, request.object):
        for rule in RULES:
            yield from rule(launch)


def _decoded(text: Any) -> str | None:
    try:
        return base64.b64decode(str(text or ""), validate=True).decode()
    except (binascii.Error, UnicodeDecodeError):
        return None


RULES: Sequence[Callable[[Launch], Iterator[str]]] = (
    has_no_such_version,
    is_said_twice,
    is_bought_in_two_ways,
    launch_places.reservation_differs,
    launch_places.is_placed_apart,
    launch_places.interfaces_clash,
    launch_places.group_is_elsewhere,
    disk_has_no_key,
    starts_wrongly,
)

CHANGING: Mapping[str, Sequence[Rule]] = {
    NODES: (launches_wrongly,),
    TEMPLATE: (user_data_is_no_base64,),
    RESERVATION: (launch_places.reserved_for_ever_until, launch_places.reserved_apart),
}
DELETING: Mapping[str, Sequence[Rule]] = {PLACEMENT: (launch_places.is_in_use,)}
