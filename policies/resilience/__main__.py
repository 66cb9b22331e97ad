"""The policy pack `resilience`: backups, and protection from deletion."""

from landing_zone_policies.live.pack import serve

serve("resilience")
