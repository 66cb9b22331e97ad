"""How many modules of clouds that are not in use a plan imports."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figure import Figure

SDKS = {"aws": "pulumi_aws", "gcp": "pulumi_gcp", "azure": "pulumi_azure_native"}

PROGRAM = """
import sys
from landing_zone_rehearsal import record_project
record_project({root!r}, {stack!r})
print(sum(name.partition('.')[0] in {others!r} for name in sys.modules))
"""


def figures() -> Iterator[Figure]:
    """Yield a figure for each cloud."""
    root = str(Path(__file__).parent.parent)
    for cloud, own in SDKS.items():
        others = [sdk for sdk in SDKS.values() if sdk != own]
        program = PROGRAM.format(root=root, stack=f"prod-{cloud}", others=others)
        found = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True)
        yield Figure(f"modules of other clouds in a plan of prod-{cloud}", float(found.stdout), 0)
