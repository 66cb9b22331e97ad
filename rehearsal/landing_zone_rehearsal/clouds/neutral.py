"""What packages answer that belong to no cloud."""

from __future__ import annotations

from collections.abc import Mapping

from .model import CloudModel, Kind

KUBERNETES = CloudModel(
    package="kubernetes",
    place={"_account": "{_hex:16:kubeconfig}"},
    kinds={"kubernetes:core:Namespace": Kind(id="{metadata.name}", name="metadata.name")},
    functions={},
    fallback=Kind(id="{metadata.namespace|=default}/{metadata.name}", name="metadata.name"),
)

RANDOM = CloudModel(
    package="random",
    kinds={
        "random:index:RandomId": Kind(
            id="{_hex:8}", outputs={"hex": "{_hex:8}", "dec": "{_number:10}", "b64Url": "{_hex:8}"}
        ),
        "random:index:RandomString": Kind(id="{_hex:16}", outputs={"result": "{_hex:16}"}),
        "random:index:RandomPassword": Kind(id="none", outputs={"result": "{_upper:24}"}),
        "random:index:RandomUuid": Kind(id="{_guid}", outputs={"result": "{_guid}"}),
    },
    functions={},
)

MODELS: Mapping[str, CloudModel] = {model.package: model for model in (KUBERNETES, RANDOM)}
"""By package."""


def unknown_package(package: str) -> CloudModel:
    """Answer for a package without a table: an ID, and outputs as the inputs were."""
    return CloudModel(package=package, kinds={}, functions={})
