"""Whatever costs money says whose it is, and somebody watches what it costs."""

from landing_zone_policies.rule import Rule, Severity, gathered
from landing_zone_policies.rules.cost_tags import aws, azure, gcp, kubernetes

RULES = gathered(
    (aws, gcp, azure, kubernetes),
    Rule(
        "TAG-01",
        statement="Whatever can carry tags carries the required ones",
        rationale=(
            "A resource without an owner is paid for by nobody in particular, is not switched off"
            " when its project ends, and has nobody to call when it is attacked."
        ),
        fix="Add the tags to the resource, or to what its provider gives to all.",
        severity=Severity.HIGH,
    ),
    Rule(
        "TAG-02",
        statement="The values of tags look as they are configured to",
        rationale=(
            "A cost center that accounting does not know, or `prod` beside `production`, splits"
            " the bill into pieces that no report brings together."
        ),
        fix="Write the value as the pattern for its key has it.",
        severity=Severity.MEDIUM,
    ),
    Rule(
        "TAG-03",
        statement="Labels are within the grammar of Google Cloud and Kubernetes",
        rationale=(
            "The interface refuses a label outside of the grammar when it is applied: the preview"
            " is green, and the deployment ends half way."
        ),
        fix="Use lower-case letters, digits, - and _, and 63 characters at most.",
        severity=Severity.HIGH,
    ),
    Rule(
        "TAG-04",
        statement="Tags are within the limits of AWS and Azure",
        rationale=(
            "Reserved beginnings, a tag too many or one too long are refused when the deployment"
            " is already under way."
        ),
        fix="Shorten or rename the tag, and keep to 50 of them.",
        severity=Severity.MEDIUM,
    ),
    Rule(
        "TAG-05",
        statement="Auto Scaling groups give the required tags to what they launch",
        rationale=(
            "What a group launches is most of its cost, and has none of the group's tags unless"
            " they are propagated; a provider's default tags do not reach it either."
        ),
        fix="Set propagateAtLaunch on the tags, or tag instances in the launch template.",
        severity=Severity.HIGH,
    ),
    Rule(
        "TAG-06",
        statement="Launch templates give the required tags to instances and disks",
        rationale=(
            "Instances and disks are made from the template long after the deployment; its own"
            " tags, and those of the provider, stay on the template."
        ),
        fix="Add tagSpecifications for instance and volume, and for spot requests if any are made.",
        severity=Severity.HIGH,
    ),
    Rule(
        "TAG-07",
        statement="The nodes of Kubernetes pools have the required tags",
        rationale=(
            "Nodes, and above all those with accelerators, are the cost of a cluster; on AWS the"
            " tags of a node group do not reach them."
        ),
        fix="Tag the pool, on AWS the instances of its launch template.",
        severity=Severity.HIGH,
    ),
    Rule(
        "TAG-08",
        statement="Snapshots and backups take over the tags of what they are made from",
        rationale=(
            "Snapshots outlive their database by years; without its tags nobody can say whose"
            " they are, and nobody dares to delete them."
        ),
        fix="Switch on copyTagsToSnapshot or copyTagsToBackups.",
        severity=Severity.LOW,
    ),
    Rule(
        "TAG-09",
        statement="Tasks and jobs pass their tags on to what they start",
        rationale=(
            "What a scheduler starts is billed on its own; unless tags are passed on, the bill"
            " shows machines and tasks that belong to no service."
        ),
        fix="Switch on the propagation of tags, and tag the machines of compute environments.",
        severity=Severity.MEDIUM,
    ),
    Rule(
        "TAG-10",
        statement="Tags arrive in the bill",
        rationale=(
            "A tag that the billing service was not told about is in the inventory and not in"
            " the bill, and does not count for the past."
        ),
        fix=(
            "Activate the keys as cost allocation tags, switch on cost allocation in GKE, or let"
            " costs inherit tags on Azure."
        ),
        severity=Severity.MEDIUM,
        since="standard",
    ),
    Rule(
        "TAG-11",
        statement="There is a budget, and it tells somebody",
        rationale=(
            "An accelerator left running over a weekend costs thousands; a bill at the end of"
            " the month is too late to hear of it."
        ),
        fix="Declare a budget with notifications at shares of the amount.",
        severity=Severity.MEDIUM,
    ),
    Rule(
        "TAG-12",
        statement="Namespaces say whom they are charged to, and have a quota",
        rationale=(
            "In a shared cluster the namespace is the account: without labels its cost is"
            " everybody's, and without a quota one team can use up the cluster."
        ),
        fix="Label the namespace, and declare a ResourceQuota in it.",
        severity=Severity.MEDIUM,
        since="standard",
    ),
    Rule(
        "TAG-13",
        statement="Providers give the required tags to all, and no resource says otherwise",
        rationale=(
            "Tags that are copied by hand are forgotten in the next resource; a value that"
            " contradicts the provider's makes two owners of one thing."
        ),
        fix="Set defaultTags or defaultLabels on the provider, and remove what contradicts them.",
        severity=Severity.LOW,
    ),
)
