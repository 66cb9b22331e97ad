# pyright: reportArgumentType=false, reportCallIssue=false
"""Programs with credentials in clear, as programs without the SDK's help declare them."""

import json

import pulumi

from landing_zone_policies.rules.identity.literal_places import (
    CLASSIC_APPS,
    CLASSIC_MACHINES,
    MORE_PASSWORDS,
)
from tests.policies.cases import Cases
from tests.policies.foreign import anything
from tests.policies.network.pairs import admitted, denied, pair
from tests.policies.weakened import worse

AWS, GCP, AZURE = Cases(), Cases(), Cases()
BY_PACKAGE = {"aws": AWS, "aws-native": AWS, "gcp": GCP, "azure": AZURE}
WORD = "tr0ub4dor"


def called(token):
    return token.replace(":", "_").replace("-", "_")


def password(name, token, path, value):
    anything(token, name, **worse({}, path, value))


for type_, at in MORE_PASSWORDS.items():
    pair(
        BY_PACKAGE[type_.partition(":")[0]],
        "IAM-09",
        f"password_of_{called(type_)}",
        lambda name, type_=type_, at=at: password(name, type_, at, pulumi.Output.secret(WORD)),
        lambda name, type_=type_, at=at: password(name, type_, at, WORD),
        at,
    )

SCRIPT, CAREFUL = f"export DB_PASSWORD={WORD}\n./run\n", "export LEVEL=info\n./run\n"
STATES = json.dumps({"States": {"it": {"Parameters": {"password": WORD}}}})
NO_STATES = json.dumps({"States": {"it": {"Parameters": {"secretArn": "arn:aws:it"}}}})

for type_, at, good, bad in (
    ("aws:sfn:StateMachine", "definition", NO_STATES, STATES),
    ("aws-native:stepfunctions:StateMachine", "definition", NO_STATES, STATES),
    ("aws-native:stepfunctions:StateMachine", "definitionString", NO_STATES, STATES),
    ("aws-native:autoscaling:LaunchConfiguration", "userData", CAREFUL, SCRIPT),
    ("aws-native:ec2:Instance", "userData", CAREFUL, SCRIPT),
    ("aws-native:ec2:LaunchTemplate", "launchTemplateData.userData", CAREFUL, SCRIPT),
    ("command:local:Command", "create", CAREFUL, SCRIPT),
    ("command:local:Command", "update", CAREFUL, SCRIPT),
    ("command:remote:Command", "delete", CAREFUL, SCRIPT),
    *((each, "customData", CAREFUL, SCRIPT) for each in CLASSIC_MACHINES),
    *((each, "userData", CAREFUL, SCRIPT) for each in CLASSIC_MACHINES),
):
    pair(
        BY_PACKAGE.get(type_.partition(":")[0], AWS),
        "IAM-09",
        f"{called(type_)}_{at.rpartition('.')[2]}",
        lambda name, type_=type_, at=at, good=good: password(name, type_, at, good),
        lambda name, type_=type_, at=at, bad=bad: password(name, type_, at, bad),
        at,
    )
for type_ in CLASSIC_APPS:
    for key in ("appSettings", "connectionStrings"):
        denied(
            AZURE,
            "IAM-09",
            f"{called(type_)}_{key}",
            lambda name, type_=type_, key=key: anything(type_, name, **{key: {"PASSWORD": WORD}}),
            f"{key}.PASSWORD",
        )


def command(name, **environment):
    anything("command:remote:Command", name, environment=environment)


denied(
    AWS,
    "IAM-09",
    "variable_of_a_command",
    lambda name: command(name, DB_PASSWORD=WORD),
    "environment.DB_PASSWORD",
)
admitted(
    AWS,
    "IAM-09",
    "hidden_variable_of_a_command",
    lambda name: command(name, DB_PASSWORD=pulumi.Output.secret(WORD), LEVEL="info"),
)


pair(
    AWS,
    "IAM-09",
    "stack_that_gives_a_password_to_others",
    lambda name: anything("pulumi:pulumi:Stack", name, dbPassword=pulumi.Output.secret(WORD)),
    lambda name: anything("pulumi:pulumi:Stack", name, dbPassword=WORD),
    "outputs.dbPassword",
)
