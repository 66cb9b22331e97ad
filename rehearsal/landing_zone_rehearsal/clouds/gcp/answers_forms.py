"""The forms that the answers of Google Cloud are made of.

Formats: https://cloud.google.com/asset-inventory/docs/asset-names and, of IDs, the provider's own
(`{project}/{service}` and the like), which drop the service's host.
"""

from __future__ import annotations

from collections.abc import Mapping

from landing_zone_rehearsal.clouds.model import Kind, Template

COMPUTE = "https://www.googleapis.com/compute/v1"
GLOBAL = "projects/{_account}/global"
REGIONAL = "projects/{_account}/regions/{_region}"
NUMBER = "{_number:12:_account}"
"""The number of the project, which the names of service agents are made of."""

CREATED = "2026-01-01T00:00:00.000-08:00"
FINGERPRINT = "{_upper:11}="

PROJECT: Mapping[str, Template] = {"project": "{_account}"}
DELETED: Mapping[str, Template] = {"deletionPolicy": "DELETE"}
"""What the provider does at a deletion, which it remembers itself."""

LABELLED: Mapping[str, Template] = {"effectiveLabels": "{labels}", "pulumiLabels": "{labels}"}
"""As a provider gives them that adds no label of its own (`addPulumiAttributionLabel`)."""


def in_all_regions(collection: str, **outputs: Template) -> Kind:
    """Answer for a global resource of Compute Engine."""
    return _compute(f"{GLOBAL}/{collection}/{{name}}", outputs)


def in_a_region(collection: str, **outputs: Template) -> Kind:
    """Answer for a regional resource of Compute Engine."""
    return _compute(f"{REGIONAL}/{collection}/{{name}}", {"region": "{_region}", **outputs})


def member(of: str) -> Kind:
    """Answer for one member of the IAM policy of a resource.

    A condition is part of what it is: the same member may have a role with it and without.

    Source: https://www.pulumi.com/registry/packages/gcp/api-docs/projects/iammember/
    """
    return Kind(id=f"{of}/{{role}}/{{member}}{{_condition|=}}", outputs={"etag": "BwY{_upper:8}="})


CONDITION = "/{condition.title}/{condition.description|=}/{condition.expression}"
"""How the ID of a member ends that has its role under a condition."""


def _compute(id: str, outputs: Mapping[str, Template]) -> Kind:
    link = {"selfLink": f"{COMPUTE}/{id}", "creationTimestamp": CREATED}
    return Kind(id=id, name="name", outputs={**PROJECT, **DELETED, **link, **outputs})
