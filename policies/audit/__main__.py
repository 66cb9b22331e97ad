"""The policy pack `audit`: records of who did what, kept and protected."""

from landing_zone_policies.live.pack import serve

serve("audit")
