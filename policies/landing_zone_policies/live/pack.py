"""Serving a pack: what each pack's `__main__` calls."""

from __future__ import annotations

import gc
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from importlib import import_module
from importlib.metadata import version
from typing import TYPE_CHECKING

import grpc
from pulumi.runtime.proto import analyzer_pb2_grpc

from landing_zone_policies.live.early import Early
from landing_zone_policies.live.kept import Kept

if TYPE_CHECKING:
    from landing_zone_policies.live.service import Service

MOST_BYTES = 400 * 1024 * 1024
"""As large as the engine's own bound on a message.

Source: https://github.com/pulumi/pulumi/blob/master/sdk/go/common/util/rpcutil/serve.go
"""


def serve(name: str) -> None:
    """Serve the pack of a name until the engine ends it."""
    server = grpc.server(
        ThreadPoolExecutor(max_workers=4),
        options=[
            ("grpc.max_receive_message_length", MOST_BYTES),
            ("grpc.max_send_message_length", MOST_BYTES),
        ],
    )
    own = semantic(version("landing-zone"))
    early = Early(own, Kept(name, own), partial(_service, name, own))
    analyzer_pb2_grpc.add_AnalyzerServicer_to_server(early, server)
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    server.wait_for_termination()


def semantic(version: str) -> str:
    """Return a version as the engine reads it: `0.1.0-dev0` for Python's `0.1.0.dev0`."""
    found = re.match(r"(\d+\.\d+\.\d+)\.?(.*)", version)
    if found is None:
        return "0.0.0"
    return "-".join(each for each in found.groups() if each)


def _service(name: str, version: str) -> Service:
    """Import the rules.

    What is imported stays, and is many small objects, so collecting garbage among them is put off.
    """
    gc.disable()
    catalogue = import_module("landing_zone_policies.catalogue")
    service = import_module("landing_zone_policies.live.service")
    made = service.Service(name, version, catalogue.rules(name))
    gc.freeze()
    gc.set_threshold(100_000, 50, 100)
    gc.enable()
    return made
