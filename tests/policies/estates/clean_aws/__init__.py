"""A web shop, its data platform and its GPU training on AWS, well kept."""

from tests.policies.estates.clean_aws.base import base
from tests.policies.estates.clean_aws.data import data
from tests.policies.estates.clean_aws.shop import shop
from tests.policies.estates.clean_aws.training import training


def program():
    made = base()
    shop(made)
    training(made, data(made))
