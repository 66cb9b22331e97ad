"""Service agents: the accounts in whose name a service acts, which exist once it was asked to.

Source: https://cloud.google.com/iam/docs/service-agents
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from landing_zone_rehearsal.sandbox.objects import Object, World

from .services import is_on, number

AGENT = re.compile(r"(service-|cmek-p|bq-|p)?(?P<number>\d{6,})@(?P<at>[a-z0-9-]+)\.iam\..+")

IDENTITY = "gcp:projects:ServiceIdentity"

COME_WITH: Mapping[str, str] = {
    "gs-project-accounts": "storage.googleapis.com",
    "gcp-sa-logging": "logging.googleapis.com",
    "compute-system": "compute.googleapis.com",
    "container-engine-robot": "container.googleapis.com",
}
"""The agents that need no `ServiceIdentity`: they come with their API, or with the question for
them, as those of Cloud Storage and Cloud Logging do. A simulated cloud does not notice the question
and takes these two to exist as soon as it could be asked.

Sources: https://cloud.google.com/storage/docs/projects#service-agents,
https://cloud.google.com/logging/docs/reference/v2/rest/v2/TopLevel/getCmekSettings
"""


def is_agent(email: str) -> bool:
    """Whether an e-mail address is that of a service agent."""
    return AGENT.fullmatch(email) is not None


def exists(world: World, email: str) -> bool:
    """Whether an agent exists; one of a project that is not simulated is taken to."""
    found = AGENT.fullmatch(email)
    projects = {each.account for each in world.of() if each.package == "gcp"}
    own = [each for each in projects if found and number(each) == found["number"]]
    if found is None or not own:
        return True
    api = COME_WITH.get(found["at"])
    return is_on(world, own[0], api) if api else email in _made(world)


def _made(world: World) -> set[str]:
    return {str(each.get("email")) for each in _identities(world)}


def _identities(world: World) -> Iterator[Object]:
    yield from world.of(IDENTITY)
    yield from world.left_over(IDENTITY)
