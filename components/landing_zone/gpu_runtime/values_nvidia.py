"""The values of NVIDIA's charts, as functions of the cloud and the pools."""

from collections.abc import Mapping
from typing import Any

from landing_zone.core import Cloud
from landing_zone.gpu_pool.spec import Driver
from landing_zone.gpu_runtime.demand import EVERYWHERE, Demand, on_nodes_of
from landing_zone.gpu_runtime.sharing import EXCLUSIVE, MIG_DISABLED
from landing_zone.gpu_runtime.spec import GpuRuntimeSpec

MIG_CONFIG, PLUGIN_CONFIG, METRICS_CONFIG = "mig-configs", "sharing-configs", "metrics"
"""The ConfigMaps that the operator is pointed to."""

METRICS_FILE = "dcgm-metrics.csv"
"""What the operator mounts of the last of them.

Source: https://github.com/NVIDIA/gpu-operator/blob/v26.7.0/controllers/object_controls.go
"""

GKE_DRIVER_ROOT = "/home/kubernetes/bin/nvidia"
"""Where GKE keeps the driver on a node, which has no writable `/usr`.

Source: https://docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/google-gke.html
"""

OPERATORS_DRIVER_ROOT = "/run/nvidia/driver"
"""Where the operator's driver container keeps it."""

RUNTIME_CLASSES: Mapping[Cloud, str] = {Cloud.AZURE: "nvidia-container-runtime"}
"""What the image's own container runtime is called, where it is not `nvidia`.

Source: https://docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/microsoft-aks.html
"""

RESTRICTED = {"seccompProfile": {"type": "RuntimeDefault"}}


def features(demand: Demand, spec: GpuRuntimeSpec) -> dict[str, Any]:
    """Return what finds out which devices a node has: one release for all that ask."""
    del demand, spec
    devices = ["02", "0200", "0207", "0300", "0302", "0b40", "12"]
    pci = {"deviceClassWhitelist": devices, "deviceLabelFields": ["vendor"]}
    return {
        "priorityClassName": "system-node-critical",
        "master": {
            "replicaCount": 2,
            "podDisruptionBudget": {"enable": True, "minAvailable": 1},
            "podSecurityContext": RESTRICTED,
            "config": {"extraLabelNs": ["nvidia.com"]},
        },
        "gc": {"podSecurityContext": RESTRICTED},
        "worker": {
            "tolerations": [*EVERYWHERE],
            "config": {"sources": {"pci": pci}},
        },
    }


def operator(demand: Demand, spec: GpuRuntimeSpec) -> dict[str, Any]:
    """Return how the GPU operator finds driver and container toolkit on this cloud's nodes.

    The accelerated images of EKS and the ones of AKS bring both; where the operator installs the
    driver, it does so on plain images. Sharing is `single`: a part counts as `nvidia.com/gpu`.

    Sources: https://docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/amazon-eks.html,
    https://docs.nvidia.com/datacenter/cloud-native/gpu-operator/latest/microsoft-aks.html
    """
    installs = bool(demand.by("nvidia", driver=Driver.OPERATOR))
    values: dict[str, Any] = {
        "nfd": {"enabled": False},
        "daemonsets": {"tolerations": [*EVERYWHERE]},
        "operator": {"upgradeCRD": True},
        "driver": {
            "enabled": installs,
            "kernelModuleType": "auto",
            "rdma": {"enabled": installs and bool(demand.by(fabric="infiniband"))},
        },
        "toolkit": {"enabled": installs},
        "mig": {"strategy": "single"},
        "migManager": _mig_manager(demand, installs=installs),
        "devicePlugin": {"config": {"name": PLUGIN_CONFIG, "default": EXCLUSIVE}},
        "dcgmExporter": {
            "enabled": True,
            "config": {"name": METRICS_CONFIG},
            "serviceMonitor": {"enabled": spec.service_monitors},
        },
        "vgpuDeviceManager": {"enabled": False},
        "vfioManager": {"enabled": False},
        "sandboxDevicePlugin": {"enabled": False},
        "ccManager": {"enabled": False},
    }
    if not installs and demand.cloud in RUNTIME_CLASSES:
        values["operator"]["runtimeClass"] = RUNTIME_CLASSES[demand.cloud]
    if demand.cloud is Cloud.GCP:
        values["toolkit"]["env"] = [{"name": "RUNTIME_CONFIG_SOURCE", "value": "file"}]
    return values


def exporter(demand: Demand, spec: GpuRuntimeSpec) -> dict[str, Any]:
    """Return how metrics are read on GKE's nodes, whose driver is GKE's.

    Profiling counters are left out: GKE's own exporter may hold them, and they have one reader.
    No container runtime of NVIDIA's brings the devices, so it has to be privileged to see them.

    Sources: https://cloud.google.com/kubernetes-engine/docs/how-to/dcgm-metrics,
    https://github.com/NVIDIA/dcgm-exporter/issues/59
    """
    return {
        "arguments": ["-f", f"/metrics/{METRICS_FILE}"],
        "securityContext": {"privileged": True, "allowPrivilegeEscalation": True},
        "serviceMonitor": {"enabled": spec.service_monitors},
        "tolerations": [*EVERYWHERE],
        "affinity": {"nodeAffinity": on_nodes_of(demand.observed)},
        "extraHostVolumes": [{"name": "driver", "hostPath": GKE_DRIVER_ROOT}],
        "extraConfigMapVolumes": [{"name": "metrics", "configMap": {"name": METRICS_CONFIG}}],
        "extraVolumeMounts": [
            {"name": "driver", "mountPath": "/usr/local/nvidia", "readOnly": True},
            {"name": "metrics", "mountPath": "/metrics", "readOnly": True},
        ],
        "extraEnv": [
            {"name": "DCGM_EXPORTER_KUBERNETES_GPU_ID_TYPE", "value": "device-name"},
            {"name": "LD_LIBRARY_PATH", "value": "/usr/local/nvidia/lib64"},
        ],
    }


def claims(demand: Demand, spec: GpuRuntimeSpec) -> dict[str, Any]:
    """Return how memory across the machines of a rack is given out, and accelerators are not.

    Source: https://github.com/kubernetes-sigs/dra-driver-nvidia-gpu/blob/v0.4.1/docs/install.md
    """
    del spec
    return {
        "nvidiaDriverRoot": _driver_root(demand),
        "resources": {"gpus": {"enabled": False}, "computeDomains": {"enabled": True}},
        "controller": {
            "podSecurityContext": {"runAsNonRoot": True, "runAsUser": 65534, **RESTRICTED},
            "containers": {
                "computeDomain": {
                    "securityContext": {
                        "allowPrivilegeEscalation": False,
                        "capabilities": {"drop": ["ALL"]},
                    }
                }
            },
        },
        "kubeletPlugin": {
            "tolerations": [*EVERYWHERE],
            "affinity": {"nodeAffinity": on_nodes_of(demand.rack_wide)},
        },
    }


def _mig_manager(demand: Demand, *, installs: bool) -> dict[str, Any]:
    """Return whether the operator cuts accelerators up: AKS does so itself, with its own driver.

    Source: https://learn.microsoft.com/azure/aks/gpu-multi-instance
    """
    cut = any(each.spec.sharing.mig for each in demand.operated)
    if not cut or (demand.cloud is Cloud.AZURE and not installs):
        return {"enabled": False}
    reboot = [{"name": "WITH_REBOOT", "value": "true"}] if demand.cloud is Cloud.GCP else []
    return {
        "enabled": True,
        "config": {"name": MIG_CONFIG, "default": MIG_DISABLED},
        "env": reboot,
    }


def _driver_root(demand: Demand) -> str:
    if demand.by("nvidia", driver=Driver.OPERATOR):
        return OPERATORS_DRIVER_ROOT
    return GKE_DRIVER_ROOT if demand.cloud is Cloud.GCP else "/"
