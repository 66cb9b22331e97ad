"""The policy pack `identity`: least privilege, and no static credentials."""

from landing_zone_policies.live.pack import serve

serve("identity")
