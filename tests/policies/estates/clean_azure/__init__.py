"""A web shop, its data platform and its GPU training on Azure, well kept."""

from tests.policies.estates.clean_azure.base import base
from tests.policies.estates.clean_azure.data import data
from tests.policies.estates.clean_azure.shop import shop
from tests.policies.estates.clean_azure.training import training


def program():
    made = base()
    shop(made)
    training(made, data(made))
