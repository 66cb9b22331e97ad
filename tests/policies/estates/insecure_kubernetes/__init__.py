"""A cluster's workloads as walk-throughs and the well-known "goats" deploy them."""

from tests.policies.estates.insecure_kubernetes import access, workloads

THEMES = (workloads, access)

STACK = ""
"""What is objected to of the cluster as a whole."""
