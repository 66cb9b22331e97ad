"""Which properties of each cloud a pool's fields set."""

from collections.abc import Mapping

PROPERTIES: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "accelerator": {},
    "max_nodes": {},
}
