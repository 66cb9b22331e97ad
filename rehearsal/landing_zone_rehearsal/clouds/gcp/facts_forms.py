"""The forms that several types of Google Cloud share."""

from __future__ import annotations

from landing_zone_rehearsal.clouds.facts import To

COMPUTE_NAME = r"[a-z]([-a-z0-9]{0,61}[a-z0-9])?"
"""Source: https://cloud.google.com/compute/docs/naming-resources"""

DELETIONS = {"deletionPolicy": ("DELETE", "ABANDON", "PREVENT")}
"""What the provider does in place of a deletion; the cloud never hears of it.

Source: https://www.pulumi.com/registry/packages/gcp/api-docs/compute/network/
"""

NETWORK = To("gcp:compute:Network", by=("id", "selfLink", "name"), holds=True)
"""A network goes only after what lies in it.

Source: https://cloud.google.com/vpc/docs/create-modify-vpc-networks#deleting_a_network
"""

SEEN_NETWORK = To("gcp:compute:Network", by=("id", "selfLink", "name"))
"""A network that is named, and may go all the same."""

SUBNETWORK = To("gcp:compute:Subnetwork", by=("id", "selfLink"), holds=True)
ADDRESS = To("gcp:compute:Address", by=("id", "selfLink"), holds=True)
BUCKET = To("gcp:storage:Bucket", by=("name",))
KEY = To("gcp:kms:CryptoKey")

COMPUTE = "compute.googleapis.com"
"""The API of networks, addresses, routes and firewalls."""

MISSING = "googleapi: Error 404: The resource '{value}' was not found, notFound"
"""What Compute Engine says of what is not there."""


def in_use(kind: str) -> str:
    """Say that others need it, as Compute Engine does."""
    return (
        f"googleapi: Error 400: The {kind} resource '{{id}}' is already being used by '{{other}}',"
        " resourceInUseByAnotherResource"
    )
