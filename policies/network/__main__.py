"""The policy pack `network`: nothing open to the internet that need not be."""

from landing_zone_policies.live.pack import serve

serve("network")
