"""What the rules do not find in the insecure estates, and why; or where they tell of it."""

from collections.abc import Mapping

ELSEWHERE: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "aws": {
        "website": ("website-access",),
        "financials-sse": ("financials",),
        "data-versions": ("data",),
    },
}
"""By resource, the side-car or the owner that the finding is told of."""

MISSED: Mapping[str, Mapping[tuple[str, str], str]] = {
    "aws": {},
    "gcp": {},
    "azure": {},
    "kubernetes": {},
}
"""By cloud, resource and objection: why no rule finds it."""
