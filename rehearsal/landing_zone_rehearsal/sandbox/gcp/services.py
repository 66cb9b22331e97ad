"""APIs that a project has to switch on before they answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache

from landing_zone_rehearsal.clouds import Clouds
from landing_zone_rehearsal.sandbox.behaviour import Request
from landing_zone_rehearsal.sandbox.objects import Object, World

SERVICE = "gcp:projects:Service"

FROM_THE_START = frozenset(
    f"{name}.googleapis.com"
    for name in (
        *("bigquery", "bigquerymigration", "bigquerystorage", "cloudapis", "cloudtrace"),
        *("datastore", "logging", "monitoring", "servicemanagement", "serviceusage"),
        *("sql-component", "storage", "storage-api", "storage-component"),
    )
)
"""What is on in a project that the console or `gcloud` made.

Source: https://cloud.google.com/service-usage/docs/enabled-service
"""

TITLES: Mapping[str, str] = {
    "cloudkms": "Cloud Key Management Service (KMS) API",
    "cloudresourcemanager": "Cloud Resource Manager API",
    "compute": "Compute Engine API",
    "dns": "Cloud DNS API",
    "iam": "Identity and Access Management (IAM) API",
    "servicenetworking": "Service Networking API",
}
"""How a message calls an API; one that is not here is called by its address."""

OFF = (
    "googleapi: Error 403: {title} has not been used in project {number} before or it is disabled."
    " Enable it by visiting https://console.developers.google.com/apis/api/{api}/overview"
    "?project={number} then retry. If you enabled this API recently, wait a few minutes for the"
    " action to propagate to our systems and retry., accessNotConfigured"
)


def needs_its_api(request: Request) -> Iterator[str]:
    """Refuse whatever is asked of an API that is off in the project that pays for the call.

    Source: https://cloud.google.com/apis/docs/troubleshooting
    """
    made = request.object
    api = made.facts.api
    if api is None or is_on(request.world, made.account, api):
        return
    title = TITLES.get(api.removesuffix(".googleapis.com"), api)
    yield OFF.format(title=title, api=api, number=number(made.account))


def is_on(world: World, project: str, api: str) -> bool:
    """Whether an API answers in a project."""
    return api in FROM_THE_START or any(
        each.account == project and each.get("service") == api for each in _enabled(world)
    )


@cache
def number(project: str) -> str:
    """Return the number of a project, which Google makes the names of its agents of."""
    answer = Clouds().call("gcp:organizations/getProject:getProject", {}, {"project": project})
    return str((answer or {})["number"])


def _enabled(world: World) -> Iterator[Object]:
    """Yield the APIs that are on: those declared, and those that their deletion left on."""
    yield from world.of(SERVICE)
    for each in world.left_over():
        if each.kind == SERVICE and not each.get("disableOnDestroy"):
            yield each
