"""The landing zone of one environment, as its stack's configuration describes it."""

from landing_zone.zone import main

main()
