"""Which changes replace a resource on AWS for some values only."""

from __future__ import annotations

from typing import Any


def is_another(old: Any, new: Any) -> bool:
    """Whether one value follows another; giving or leaving out what was computed changes nothing.

    Every regional resource has a `region` that is the provider's unless it is given.

    Source: https://registry.terraform.io/providers/hashicorp/aws/latest/docs/guides/enhanced-region-support
    """
    return old is not None and new is not None and old != new


def comes_or_goes(old: Any, new: Any) -> bool:
    """Whether it is given for the first time or no longer: another value is set in place.

    A security group rule is modified in place as long as its source stays of one kind.

    Source: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_ModifySecurityGroupRules.html
    """
    return (old is None) != (new is None)


def becomes_dedicated(_: Any, new: Any) -> bool:
    """Whether a VPC's tenancy is to be dedicated, which it can only be from the beginning.

    Source: https://docs.aws.amazon.com/vpc/latest/userguide/create-vpc-options.html
    """
    return bool(new == "dedicated")
