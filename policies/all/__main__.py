"""The policy pack `all`: every rule of the landing zone."""

from landing_zone_policies.live.pack import serve

serve("all")
