"""What is done is recorded, the record is kept, and somebody looks at it."""

from landing_zone_policies.rule import Rule, Severity, gathered
from landing_zone_policies.rules.audit import (
    aws_activity,
    aws_trail,
    azure,
    azure_diagnostics,
    gcp,
    gcp_services,
)

MODULES = (aws_trail, aws_activity, gcp, gcp_services, azure, azure_diagnostics)

RULES = gathered(
    MODULES,
    Rule(
        "LOG-01",
        statement="What administrators do is recorded everywhere, and the record can be trusted",
        rationale=(
            "An intruder works in the region that nobody uses. A trail of one region, or one whose"
            " files can be changed unnoticed, proves nothing afterwards."
        ),
        fix=(
            "Record all regions with log file validation on AWS, allServices without exempted"
            " members on Google Cloud, and export the subscription's activity on Azure."
        ),
        severity=Severity.CRITICAL,
    ),
    Rule(
        "LOG-02",
        statement="Who reads sensitive data, keys and models is recorded",
        rationale=(
            "Clouds record by themselves who changes a bucket, and not who reads from it. Without"
            " this record a leak can neither be found nor bounded, and everything counts as lost."
        ),
        fix=(
            "Turn on access logs or data events for buckets, data access audit logs on Google"
            " Cloud, and diagnostic settings for storage, vaults and AI services on Azure."
        ),
        severity=Severity.HIGH,
        since="standard",
    ),
    Rule(
        "LOG-03",
        statement="Networks log their flows",
        rationale=(
            "Flow logs show where an intruder went and what left the network; they cannot be had"
            " for the time before they were turned on."
        ),
        fix="Declare a flow log for all traffic of the VPC or network, or log settings per subnet.",
        severity=Severity.MEDIUM,
    ),
    Rule(
        "LOG-04",
        statement="The control planes of Kubernetes clusters log all that they do",
        rationale=(
            "Whoever holds a token of the cluster acts through its API. Managed control planes"
            " keep the record of that to themselves unless asked for it."
        ),
        fix=(
            "Turn on every log type: enabledClusterLogTypes on EKS, loggingConfig.enableComponents"
            " on GKE, a diagnostic setting on AKS."
        ),
        severity=Severity.HIGH,
    ),
    Rule(
        "LOG-05",
        statement="Logs are kept long enough, and not for ever",
        rationale=(
            "Intrusions are often found after months, when short-lived logs are gone. Logs hold"
            " personal data as well, which the law wants deleted at some time."
        ),
        fix="Set the retention between `log_days` and `log_days_most` of the settings.",
        severity=Severity.MEDIUM,
        since="standard",
    ),
    Rule(
        "LOG-06",
        statement="Where audit logs are kept they cannot be deleted, nor read by everyone",
        rationale="Intruders with the rights of an administrator begin with deleting their traces.",
        fix=(
            "Lock objects by default on S3, lock the retention policy on Cloud Storage, give the"
            " account an immutability policy on Azure, and protect log groups from deletion."
        ),
        severity=Severity.HIGH,
        since="regulated",
    ),
    Rule(
        "LOG-07",
        statement="The cloud's own threat detection is on",
        rationale=(
            "Records that nobody reads help after the fact at best. The providers match theirs"
            " against what they see attackers do elsewhere."
        ),
        fix=(
            "Turn on GuardDuty and Security Hub, Security Command Center with notifications, or"
            " the plans of Defender for Cloud."
        ),
        severity=Severity.MEDIUM,
    ),
    Rule(
        "LOG-08",
        statement="The cloud keeps an inventory of what there is and how it changes",
        rationale=(
            "What nobody knows of nobody patches. An inventory also shows what was made past the"
            " programs, and what it was like on the day that matters."
        ),
        fix="Turn on AWS Config with all types, feeds of Cloud Asset Inventory, or Azure Policy.",
        severity=Severity.MEDIUM,
    ),
    Rule(
        "LOG-09",
        statement="Databases and load balancers send their audit and access logs",
        rationale=(
            "They are the doors to the data: their logs are the only ones that tell which query"
            " or request took it."
        ),
        fix="Export the database's audit log, and log the requests of load balancers and gateways.",
        severity=Severity.MEDIUM,
        since="standard",
    ),
    Rule(
        "LOG-10",
        statement="Resources send their logs to one place where they are kept",
        rationale=(
            "Logs that stay with a resource go away with it, and an incident that touches five"
            " resources is not pieced together from five places in time."
        ),
        fix=(
            "Give each resource a diagnostic setting to the central workspace on Azure, and each"
            " project or organization a sink on Google Cloud."
        ),
        severity=Severity.MEDIUM,
        since="standard",
    ),
)
