"""How fast a plan is, in ratios measured within one run."""
