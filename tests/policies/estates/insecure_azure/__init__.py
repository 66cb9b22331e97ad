"""A subscription on Azure as tutorials, quickstarts and the well-known "goats" set one up."""

from tests.policies.estates.insecure_azure import (
    analytics,
    cognition,
    databases,
    defence,
    identity,
    machine_learning,
    machines,
    network,
    platform,
    serverless,
    storage,
)

THEMES = (
    storage,
    network,
    machines,
    databases,
    analytics,
    identity,
    defence,
    serverless,
    machine_learning,
    cognition,
    platform,
)

STACK = "no-guard-rails"
"""What is objected to of the account as a whole."""
