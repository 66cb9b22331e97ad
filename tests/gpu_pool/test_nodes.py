"""What nodes offer and say of themselves, on every cloud alike."""

from collections.abc import Mapping

import pytest

from landing_zone.gpu_pool import Mig, Sharing, TimeSlicing
from landing_zone.gpu_pool.accelerators import ACCELERATORS
from landing_zone.gpu_pool.nodes import mig_parts, plugin_config, sharing_labels, toleration
from landing_zone.gpu_pool.spec import Taint

PARTS: Mapping[str, Mapping[str, int]] = {
    "a100-40": {"1g.5gb": 7, "1g.10gb": 4, "2g.10gb": 3, "3g.20gb": 2},
    "a100-80": {"1g.10gb": 7, "1g.20gb": 4, "2g.20gb": 3, "3g.40gb": 2},
    "b200": {"1g.23gb": 7, "1g.45gb": 4, "2g.45gb": 3, "3g.90gb": 2},
    "b300": {"1g.34gb": 7, "1g.67gb": 4, "2g.67gb": 3, "3g.135gb": 2},
    "gb200": {"1g.23gb": 7, "1g.47gb": 4, "2g.47gb": 3, "3g.93gb": 2},
    "gb300": {"1g.35gb": 7, "1g.70gb": 4, "2g.70gb": 3, "3g.139gb": 2},
    "h100": {"1g.10gb": 7, "1g.20gb": 4, "2g.20gb": 3, "3g.40gb": 2},
    "h100-nvl": {"1g.12gb": 7, "1g.24gb": 4, "2g.24gb": 3, "3g.47gb": 2},
    "h200": {"1g.18gb": 7, "1g.35gb": 4, "2g.35gb": 3, "3g.71gb": 2},
    "rtx-pro-6000": {"1g.24gb": 4, "2g.48gb": 2},
}
"""Instances by profile.

Source: https://docs.nvidia.com/datacenter/tesla/mig-user-guide/supported-mig-profiles.html
"""


def test_every_profile_cuts_an_accelerator_into_as_many_parts_as_nvidia_says() -> None:
    found = {
        name: {each: mig_parts(Mig(profile=each), found.memory_gib) for each in found.mig}
        for name, found in ACCELERATORS.items()
        if found.mig
    }
    assert found == PARTS


@pytest.mark.parametrize(
    ("sharing", "labels"),
    [
        (Sharing(), {}),
        (Sharing(mig=Mig(profile="1g.10gb")), {"nvidia.com/mig.config": "all-1g.10gb"}),
        (
            Sharing(time_slicing=TimeSlicing(clients=4)),
            {"nvidia.com/device-plugin.config": "time-slicing-4"},
        ),
    ],
)
def test_labels_tell_operators_how_accelerators_are_shared(
    sharing: Sharing, labels: Mapping[str, str]
) -> None:
    assert sharing_labels(sharing) == labels


def test_parts_in_hardware_are_no_matter_of_the_device_plugin() -> None:
    assert plugin_config(Sharing(mig=Mig(profile="1g.10gb"))) is None


def test_a_toleration_is_of_one_taint_alone() -> None:
    assert toleration(Taint(key="team", value="vision", effect="NoExecute")) == {
        "key": "team",
        "operator": "Equal",
        "value": "vision",
        "effect": "NoExecute",
    }
