"""The policy pack `cost_tags`: tags, budgets and bounds that costs are told apart by."""

from landing_zone_policies.live.pack import serve

serve("cost_tags")
