"""A subscription on Azure as tutorials, quickstarts and the well-known "goats" set one up."""

from tests.policies.estates.insecure_azure import (
    databases,
    identity,
    machine_learning,
    machines,
    network,
    serverless,
    storage,
)

THEMES = (storage, network, machines, databases, identity, serverless, machine_learning)
