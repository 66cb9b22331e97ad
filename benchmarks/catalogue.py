"""Resolving 10,000 pools to machines, against importing one cloud's SDK."""

import subprocess
import sys
from collections.abc import Iterator

from benchmarks.figure import Figure

AT_MOST = 1.0
"""What the issue of the catalogue promised: less than importing one SDK."""

RESOLVE = """
import time
from itertools import islice, product
from landing_zone import Cloud
from landing_zone.core import LandingZoneError
from landing_zone.gpu_pool import GpuPoolSpec, resolve
from landing_zone.gpu_pool.catalog import offers

wanted = [
    (offer.machine.cloud, offer.region, offer.machine)
    for cloud in Cloud for offer in offers(cloud)
    if offer.machine.count >= 1 and not offer.machine.retired
]
pools = [
    (cloud, region, GpuPoolSpec(
        accelerator=(machine.accelerator,),
        gpus_per_node=int(machine.count),
        min_vcpus=vcpus % (machine.vcpus + 4),
    ))
    for vcpus, (cloud, region, machine) in islice(product(range(5), wanted), 10_000)
]
refused = 0
started = time.perf_counter()
for pool in pools:
    try:
        resolve(*pool)
    except LandingZoneError:
        refused += 1
took = time.perf_counter() - started
assert len(pools) == 10_000 and refused < 5_000, (len(pools), refused)
print(took)
"""

IMPORT = """
import time
import pulumi
started = time.perf_counter()
import pulumi_aws
pulumi_aws.ec2.Vpc
print(time.perf_counter() - started)
"""
"""The SDK defers what it can, so that it is one service of it that is imported."""


def figures() -> Iterator[Figure]:
    """Yield what 10,000 resolutions cost, each of another pool."""
    value = min(_seconds(RESOLVE) for _ in range(3)) / min(_seconds(IMPORT) for _ in range(3))
    yield Figure("resolving 10,000 pools over importing the SDK of AWS", value, AT_MOST)


def _seconds(program: str) -> float:
    found = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
    return float(found.stdout)
