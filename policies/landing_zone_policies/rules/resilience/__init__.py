"""What is lost can be had back: backups, versions, copies, and protection from deletion."""

from landing_zone_policies.rule import Rule, Severity, gathered
from landing_zone_policies.rules.resilience import (
    aws,
    azure,
    copies,
    gcp,
    kubernetes,
    protection,
)

MODULES = (aws, gcp, azure, kubernetes, protection, copies)

RULES = gathered(
    MODULES,
    Rule(
        "BAK-01",
        statement="Databases are backed up, and can be had back as of any minute",
        rationale=(
            "Most data is lost by a wrong statement or a broken release, hours before anybody"
            " notices: replicas repeat it at once, and last night's copy lacks a day."
        ),
        fix=(
            "Turn on automated backups and point-in-time recovery, kept for at least `backup_days`"
            " of the settings."
        ),
        severity=Severity.HIGH,
    ),
    Rule(
        "BAK-02",
        statement="What holds data is protected from deletion by the cloud and by Pulumi",
        rationale=(
            "A renamed resource, a changed property or a wrong stack is enough for Pulumi to"
            " replace a database; the cloud deletes it in seconds, with its backups."
        ),
        fix=(
            "Turn on the service's deletion protection (on Azure a lock), and pass `protect=True`"
            " in the resource's options."
        ),
        severity=Severity.HIGH,
        since="standard",
    ),
    Rule(
        "BAK-03",
        statement="Object storage keeps what is overwritten or deleted, for a time",
        rationale=(
            "Ransomware overwrites, and scripts delete by a wrong prefix: without old versions"
            " there is nothing to go back to, and without an end to them costs only grow."
        ),
        fix="Turn on versioning or soft delete, with a lifecycle rule that ends old versions.",
        severity=Severity.MEDIUM,
        since="standard",
    ),
    Rule(
        "BAK-04",
        statement="Services that hold state run in several zones in production",
        rationale=(
            "Zones fail as a whole, some for hours, and capacity elsewhere is gone by the time"
            " everybody restores at once."
        ),
        fix="Choose the multi-zone, regional or zone-redundant form of the service.",
        severity=Severity.MEDIUM,
        since="standard",
    ),
    Rule(
        "BAK-05",
        statement="A plan backs up what there is, to a place where backups cannot be deleted",
        rationale=(
            "Backups that somebody has to remember are missing where they are needed, and those"
            " that an administrator can delete are deleted first in an attack."
        ),
        fix="Declare a backup plan with a schedule and a selection, and lock its vault.",
        severity=Severity.MEDIUM,
    ),
    Rule(
        "BAK-06",
        statement="Clusters keep workloads up during maintenance, and volumes are backed up",
        rationale=(
            "Nodes are replaced every week; without a budget all replicas may go at once. Volumes"
            " are disks of the cluster, and vanish with a claim unless they are kept."
        ),
        fix=(
            "Declare a PodDisruptionBudget for what has replicas, a backup plan of the cluster,"
            " and storage classes that retain volumes."
        ),
        severity=Severity.MEDIUM,
        since="standard",
    ),
    Rule(
        "BAK-07",
        statement="Data that matters most has a copy in another region under the same law",
        rationale=(
            "A region can be gone for days. A copy that helps then may still break the law if it"
            " lies where the data must not be."
        ),
        fix="Replicate to another region within the allowed jurisdictions.",
        severity=Severity.MEDIUM,
        since="regulated",
    ),
)
