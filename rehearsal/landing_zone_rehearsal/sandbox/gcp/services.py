"""APIs that a project has to switch on before they answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from landing_zone_rehearsal.clouds import Clouds
from landing_zone_rehearsal.clouds.model import short
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
    "cloudquotas": "Cloud Quotas API",
    "cloudresourcemanager": "Cloud Resource Manager API",
    "compute": "Compute Engine API",
    "container": "Kubernetes Engine API",
    "dns": "Cloud DNS API",
    "iam": "Identity and Access Management (IAM) API",
    "servicenetworking": "Service Networking API",
}
"""How a message calls an API; one that is not here is called by its address."""

ASKED: Mapping[str, str] = {
    "gcp:logging:getProjectCmekSettings": "logging.googleapis.com",
    "gcp:organizations:getProject": "cloudresourcemanager.googleapis.com",
    "gcp:storage:getProjectServiceAccount": "storage.googleapis.com",
}
"""Which API answers a data source."""

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
    api = request.object.facts.api
    if api and not is_on(request.world, request.object.account, api):
        yield _off(api, request.object.account)


def needs_its_api_too(
    world: World, token: str, arguments: Mapping[str, Any], project: str
) -> Iterator[str]:
    """Refuse a question to an API that is off."""
    del arguments
    api = ASKED.get(short(token))
    if api and not is_on(world, project, api):
        yield _off(api, project)


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


def _off(api: str, project: str) -> str:
    title = TITLES.get(api.removesuffix(".googleapis.com"), api)
    return OFF.format(title=title, api=api, number=number(project))


def _enabled(world: World) -> Iterator[Object]:
    """Yield the APIs that are on: those declared, and those that their deletion left on."""
    yield from world.of(SERVICE)
    for each in world.left_over(SERVICE):
        if not each.get("disableOnDestroy"):
            yield each
