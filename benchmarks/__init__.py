"""How fast plans and rehearsed deployments are, in ratios measured within one run."""
