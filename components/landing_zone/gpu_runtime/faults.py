"""Which errors mean that an accelerator is broken, and who replaces the node."""

import json
from collections.abc import Mapping

from landing_zone.core import Cloud

CONDITION = "AcceleratorFault"
"""What our detector says of a node with a broken accelerator."""

FATAL_XIDS: Mapping[int, str] = {
    48: "double-bit memory error",
    64: "a bad row of memory could not be replaced",
    74: "NVLink error",
    79: "the accelerator has fallen off the bus",
    95: "uncontained memory error",
    119: "the system processor timed out",
    120: "the system processor failed",
    140: "unrecovered memory error",
    143: "the accelerator did not initialise",
}
"""The errors after which an accelerator needs a reset or a new machine.

Others (13, 31, 43, 45) are the program's own, or are mended by restarting it (94).
Source: https://docs.nvidia.com/deploy/xid-errors/analyzing-xid-catalog.html
"""

CLOUDS_CONDITIONS: Mapping[Cloud, tuple[str, ...]] = {
    Cloud.AWS: (),
    Cloud.GCP: (),
    Cloud.AZURE: ("GPUMissing", "NVLinkStatusInactive"),
}
"""What the cloud's own detector says of a node; AKS sets conditions and replaces nothing.

Source: https://learn.microsoft.com/azure/aks/gpu-health-monitoring
"""

REPAIRS_ITSELF = (Cloud.AWS,)
"""Where the cloud replaces a node with a broken accelerator: EKS's node monitoring agent sees the
error, and the node group's repair replaces the node. GKE looks at readiness alone.

Sources: https://docs.aws.amazon.com/eks/latest/userguide/node-health.html,
https://cloud.google.com/kubernetes-engine/docs/how-to/node-auto-repair#repair_criteria
"""


def conditions(cloud: Cloud) -> tuple[str, ...]:
    """Return the conditions for which a node is drained."""
    return (CONDITION, *CLOUDS_CONDITIONS[cloud])


def detector_config() -> str:
    """Return what the node problem detector looks for in the kernel's log.

    Source: https://github.com/kubernetes/node-problem-detector/blob/master/config/kernel-monitor.json
    """
    healthy = {
        "type": CONDITION,
        "reason": "AcceleratorsWork",
        "message": "no accelerator reports a fatal error",
    }
    rules = [
        {
            "type": "permanent",
            "condition": CONDITION,
            "reason": f"Xid{code}",
            "pattern": rf"NVRM: Xid \(.*\): {code},.*",
        }
        for code in FATAL_XIDS
    ]
    monitor = {
        "plugin": "kmsg",
        "logPath": "/dev/kmsg",
        "lookback": "5m",
        "bufferSize": 10,
        "source": "accelerator-monitor",
        "conditions": [healthy],
        "rules": rules,
    }
    return json.dumps(monitor, indent=2)
