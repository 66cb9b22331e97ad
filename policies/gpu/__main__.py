"""The policy pack `gpu`: accelerators that are allowed, bounded and shut down."""

from landing_zone_policies.live.pack import serve

serve("gpu")
