"""A cluster's workloads as walk-throughs and the well-known "goats" deploy them."""

from tests.policies.estates.insecure_kubernetes import access, workloads

THEMES = (workloads, access)
