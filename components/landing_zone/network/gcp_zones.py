"""What Google Cloud calls the zones of a region, so that the n-th is a network's n-th."""

LETTERS = {"europe-west1": "bcd", "us-east1": "bcd"}
"""The zones used where they are not a, b and c.

Source: https://cloud.google.com/compute/docs/regions-zones
"""


def zone_names(region: str, count: int) -> list[str]:
    """Return the names of the first zones of a region, such as `europe-west4-a`."""
    return [f"{region}-{letter}" for letter in LETTERS.get(region, "abc")[:count]]
