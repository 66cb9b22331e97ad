"""Who may really reach what: read from the grants a plan declares, not from what was asked for."""

from collections.abc import Callable, Iterator

from landing_zone_cli.access import aws, azure, gcp
from landing_zone_cli.access.model import Access, KeyUse
from landing_zone_cli.document import Plan

__all__ = ["Access", "KeyUse", "granted"]

READERS: dict[str, Callable[[Plan], Iterator[Access | KeyUse]]] = {
    "aws": aws.granted,
    "gcp": gcp.granted,
    "azure-native": azure.granted,
}
"""Who can read the grants of each Pulumi package."""


def granted(plan: Plan) -> Iterator[Access | KeyUse]:
    """Yield every grant on a store or a key in a plan of a rehearsed deployment.

    In a preview most of a policy's text is not known; the plan must be one in which it is.
    """
    packages = {resource.type.partition(":")[0] for resource in plan.resources}
    for package, reader in READERS.items():
        if package in packages:
            yield from reader(plan)
