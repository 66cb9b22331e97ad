"""The images that are run besides those of the charts, and where a mirror keeps them."""

from collections.abc import Mapping
from typing import Any, Literal

from landing_zone.gpu_runtime.charts import Chart

ImageName = Literal[
    "cuda",
    "pytorch",
    "pytorch-nccl-2.27",
    "pytorch-nccl-2.19",
    "python",
    "pause",
    "node-problem-detector",
    "neuron-device-plugin",
    "tcpx",
    "tcpx-receiver",
    "tcpxo",
    "tcpxo-receiver",
    "gib",
    "gib-arm64",
    "nri-device-injector",
]

IMAGES: Mapping[ImageName, str] = {
    "cuda": "nvcr.io/nvidia/cuda:13.0.1-base-ubuntu24.04",
    "pytorch": "nvcr.io/nvidia/pytorch:26.05-py3",
    "pytorch-nccl-2.27": "nvcr.io/nvidia/pytorch:25.10-py3",
    "pytorch-nccl-2.19": "nvcr.io/nvidia/pytorch:24.01-py3",
    "python": "docker.io/library/python:3.13.7-slim-bookworm",
    "pause": "registry.k8s.io/pause:3.10",
    "node-problem-detector": "registry.k8s.io/node-problem-detector/node-problem-detector:v0.8.20",
    "neuron-device-plugin": "public.ecr.aws/neuron/neuron-device-plugin:2.32.0.0",
    "tcpx": "us-docker.pkg.dev/gce-ai-infra/gpudirect-tcpx/nccl-plugin-gpudirecttcpx-dev:v3.1.12",
    "tcpx-receiver": "us-docker.pkg.dev/gce-ai-infra/gpudirect-tcpx/tcpgpudmarxd-dev:v2.0.15",
    "tcpxo": "us-docker.pkg.dev/gce-ai-infra/gpudirect-tcpxo/nccl-plugin-gpudirecttcpx-dev:v1.0.15",
    "tcpxo-receiver": "us-docker.pkg.dev/gce-ai-infra/gpudirect-tcpxo/tcpgpudmarxd-dev:v1.0.21",
    "gib": "us-docker.pkg.dev/gce-ai-infra/gpudirect-gib/nccl-plugin-gib:v1.1.2",
    "gib-arm64": "us-docker.pkg.dev/gce-ai-infra/gpudirect-gib/nccl-plugin-gib-arm64:v1.1.2",
    "nri-device-injector": "gcr.io/gke-release/nri-device-injector@sha256:"
    "6e79483d52abdc28454bf186320b10a56b0f117a10e8d65d5c74dbb821a76970",
}
"""By what they are for; none of them floats.

A plugin of GPUDirect and its receiver are released as a pair. Each brings an NCCL of its own, which
PyTorch can use if it was not made for a later one.

Sources, read 2026-11: https://catalog.ngc.nvidia.com/containers,
https://gallery.ecr.aws/neuron/neuron-device-plugin,
https://github.com/kubernetes/node-problem-detector/releases,
https://github.com/GoogleCloudPlatform/container-engine-accelerators/tree/master/gpudirect-tcpx,
https://github.com/GoogleCloudPlatform/container-engine-accelerators/tree/master/gpudirect-tcpxo
"""


def image(name: ImageName, mirror: str | None) -> str:
    """Return an image's reference, in the mirror if there is one."""
    return mirrored(IMAGES[name], mirror)


def mirrored(reference: str, mirror: str | None) -> str:
    """Return where a mirror keeps what a reference names: the same path, below the mirror's."""
    return f"{mirror}/{reference.partition('/')[2]}" if mirror else reference


def from_mirror(chart: Chart, mirror: str | None) -> dict[str, Any]:
    """Return the values that make a chart pull its images from a mirror; none without one."""
    values: dict[str, Any] = {}
    for key, repository in chart.images.items():
        if mirror:
            *above, last = key.split(".")
            inner = values
            for part in above:
                inner = inner.setdefault(part, {})
            inner[last] = mirrored(repository, mirror)
    return values


def merged(values: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    """Return values with others laid over them, block by block."""
    both = {**values, **over}
    for key in values.keys() & over.keys():
        if isinstance(values[key], Mapping) and isinstance(over[key], Mapping):
            both[key] = merged(values[key], over[key])
    return both
