"""A web shop, its data platform and its GPU training on Google Cloud, well kept."""

from tests.policies.estates.clean_gcp.base import base
from tests.policies.estates.clean_gcp.platform import data, training
from tests.policies.estates.clean_gcp.shop import shop


def program():
    made = base()
    shop(made)
    data(made)
    training(made)
