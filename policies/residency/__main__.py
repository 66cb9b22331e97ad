"""The policy pack `residency`: data and its copies in allowed jurisdictions."""

from landing_zone_policies.live.pack import serve

serve("residency")
