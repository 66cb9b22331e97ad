"""A web shop, its data platform and its GPU training on Google Cloud, well kept."""

from tests.policies.estates.clean_gcp.base import base
from tests.policies.estates.clean_gcp.data import data
from tests.policies.estates.clean_gcp.shop import shop
from tests.policies.estates.clean_gcp.training import training


def program():
    made = base()
    shop(made)
    data(made)
    training(made)
