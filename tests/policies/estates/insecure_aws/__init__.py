"""An account on AWS as tutorials, quickstarts and the well-known "goats" set one up."""

from tests.policies.estates.insecure_aws import (
    clusters,
    containers,
    databases,
    identity,
    machine_learning,
    machines,
    network,
    serverless,
    storage,
    streams,
)

THEMES = (
    storage,
    network,
    machines,
    databases,
    streams,
    identity,
    serverless,
    containers,
    machine_learning,
    clusters,
)

STACK = "no-guard-rails no-recorder no-opt-out no-budget"
"""What is objected to of the account as a whole."""
