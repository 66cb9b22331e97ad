"""Serves simulated clouds to engines on this machine."""

# pyright: reportUnknownMemberType=false

from __future__ import annotations

from concurrent import futures

import grpc
from pulumi.runtime.proto import provider_pb2_grpc

from .provider import Provider
from .simulation import Sandbox

WORKERS = 32
MESSAGE_BYTES = 400 << 20
OPTIONS = [
    ("grpc.max_receive_message_length", MESSAGE_BYTES),
    ("grpc.max_send_message_length", MESSAGE_BYTES),
    ("grpc.so_reuseport", 0),  # or two servers could share a port, and each get half the calls
]


def serve(sandbox: Sandbox, port: int = 0) -> tuple[grpc.Server, int]:
    """Serve a sandbox to engines on this machine.

    Args:
        sandbox: What to serve.
        port: The port, or 0 for any that is free.

    Raises:
        OSError: The port is taken.
    """
    server = grpc.server(futures.ThreadPoolExecutor(WORKERS), options=OPTIONS)
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(Provider(sandbox), server)
    try:
        bound = server.add_insecure_port(f"127.0.0.1:{port}")
    except RuntimeError as error:
        raise OSError(f"port {port} is taken") from error
    server.start()
    return server, bound
