"""Measures an all-reduce over every accelerator of the job, and fails if it is too slow.

Started by `torchrun` on each node; needs PyTorch, which the image has.
"""

import os
import sys
from importlib import import_module
from time import perf_counter
from typing import Any

ROUNDS, WARM_UP = 20, 5


def bus_bandwidth(message_bytes: int, seconds: float, ranks: int) -> float:
    """Return NCCL's bus bandwidth in GB/s, which does not depend on the number of ranks.

    Source: https://github.com/NVIDIA/nccl-tests/blob/master/doc/PERFORMANCE.md#allreduce
    """
    return message_bytes / seconds * 2 * (ranks - 1) / ranks / 1e9


def measured(torch: Any, rank: int, message_bytes: int) -> float:
    """Return how long one all-reduce takes, in seconds."""
    torch.cuda.set_device(rank)
    data = torch.ones(message_bytes // 4, dtype=torch.float32, device="cuda")
    for _ in range(WARM_UP):
        torch.distributed.all_reduce(data)
    torch.cuda.synchronize()
    begun = perf_counter()
    for _ in range(ROUNDS):
        torch.distributed.all_reduce(data)
    torch.cuda.synchronize()
    return (perf_counter() - begun) / ROUNDS


def verdict(bandwidth: float, floor: float) -> tuple[int, str]:
    """Return the exit code, and the line that says why."""
    is_sound = bandwidth >= floor
    words = "sound" if is_sound else "too slow"
    line = f"{words}: bus bandwidth {bandwidth:.1f} GB/s, at least {floor:.1f} expected"
    return (0 if is_sound else 1), line


def main() -> int:
    """Measure, and say on the first rank what was found."""
    torch = import_module("torch")
    torch.distributed.init_process_group("nccl")
    ranks = torch.distributed.get_world_size()
    message_bytes = int(os.environ["MESSAGE_GIB"]) * 2**30
    seconds = measured(torch, int(os.environ["LOCAL_RANK"]), message_bytes)
    code, line = verdict(
        bus_bandwidth(message_bytes, seconds, ranks), float(os.environ["FLOOR_GIGABYTES_S"])
    )
    if torch.distributed.get_rank() == 0:
        sys.stdout.write(f"{line}\n")
    torch.distributed.destroy_process_group()
    return code


if __name__ == "__main__":
    sys.exit(main())
