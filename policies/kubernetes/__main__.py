"""The policy pack `kubernetes`: pods that are confined, bounded and pinned."""

from landing_zone_policies.live.pack import serve

serve("kubernetes")
