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
