"""What Azure calls the zones of a region, so that the n-th is a network's n-th."""


def zone_names(region: str, count: int) -> list[str]:
    """Return `1`, `2` and `3`, whatever the region.

    Which place a number stands for differs between subscriptions.

    Source: https://learn.microsoft.com/azure/reliability/availability-zones-overview
    """
    del region
    return [str(number) for number in range(1, count + 1)]
