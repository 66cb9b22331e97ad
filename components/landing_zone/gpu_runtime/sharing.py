"""How NVIDIA's operators are told to cut up or share the accelerators of a node."""

from collections.abc import Iterable, Mapping
from typing import Any

import yaml

from landing_zone.gpu_pool import nodes
from landing_zone.gpu_runtime.demand import Served

EXCLUSIVE = "exclusive"
"""The device plugin's configuration of nodes that carry no label for another."""

MIG_DISABLED = "all-disabled"
"""The MIG manager's configuration of nodes that carry no label for another."""


def mig_configs(pools: Iterable[Served]) -> str:
    """Return the MIG manager's file: a configuration for each profile in use.

    Source: https://github.com/NVIDIA/mig-parted#readme
    """
    configs: dict[str, Any] = {MIG_DISABLED: [{"devices": "all", "mig-enabled": False}]}
    for each in pools:
        if mig := each.spec.sharing.mig:
            parts = nodes.mig_parts(mig, each.choice.accelerator.memory_gib)
            configs[f"all-{mig.profile}"] = [
                {"devices": "all", "mig-enabled": True, "mig-devices": {mig.profile: parts}}
            ]
    return _yaml({"version": "v1", "mig-configs": configs})


def plugin_configs(pools: Iterable[Served]) -> dict[str, str]:
    """Return the device plugin's files by the name that nodes ask for them by.

    Source: https://github.com/NVIDIA/k8s-device-plugin#configuring-the-nvidia-device-plugin-binary
    """
    configs = {EXCLUSIVE: _yaml({"version": "v1"})}
    for each in pools:
        sharing = each.spec.sharing
        name = nodes.plugin_config(sharing)
        way = sharing.time_slicing or sharing.mps
        if name and way:
            field = "timeSlicing" if sharing.time_slicing else "mps"
            replicas = {"name": each.resource, "replicas": way.clients}
            configs[name] = _yaml({"version": "v1", "sharing": {field: {"resources": [replicas]}}})
    return configs


def _yaml(document: Mapping[str, Any]) -> str:
    return yaml.safe_dump(dict(document), sort_keys=False)
