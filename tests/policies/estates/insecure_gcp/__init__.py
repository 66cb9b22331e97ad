"""A project on Google Cloud as tutorials, quickstarts and the well-known "goats" set one up."""

from tests.policies.estates.insecure_gcp import (
    clusters,
    databases,
    identity,
    machine_learning,
    network,
    serverless,
    storage,
)

THEMES = (storage, network, databases, identity, serverless, machine_learning, clusters)

STACK = "no-guard-rails no-recorder no-budget no-detection"
"""What is objected to of the account as a whole."""
