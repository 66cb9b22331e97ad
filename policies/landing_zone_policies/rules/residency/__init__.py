"""Data, its copies, its keys and what is computed with it stay under the laws that are allowed."""

from landing_zone_policies.rule import Rule, Severity, gathered
from landing_zone_policies.rules.residency import aws, azure, gcp, kubernetes

RULES = gathered(
    (aws, gcp, azure, kubernetes),
    Rule(
        "REG-01",
        statement="Every provider is pinned to a place within the allowed jurisdictions",
        rationale=(
            "A provider without a region takes the one of whoever deploys, from an environment"
            " variable or a profile that no review sees; one wrong shell moves the whole stack."
        ),
        fix="Give the provider its region in the program or in the stack's configuration.",
        severity=Severity.CRITICAL,
    ),
    Rule(
        "REG-02",
        statement="Every resource that lies somewhere lies within the allowed jurisdictions",
        rationale=(
            "Most services keep their data in their own region; one resource elsewhere puts that"
            " data, and whatever is copied to it, under another law."
        ),
        fix="Give the resource, or its provider, a region within the allowed jurisdictions.",
        severity=Severity.CRITICAL,
    ),
    Rule(
        "REG-03",
        statement="Object storage and disks are replicated within the allowed jurisdictions alone",
        rationale=(
            "Replication copies every object, old and new, without anybody asking again; the copy"
            " is under the law of where it lands."
        ),
        fix="Replicate to a bucket, account or disk in an allowed region, or not at all.",
        severity=Severity.CRITICAL,
    ),
    Rule(
        "REG-04",
        statement="Every region of a multi-region is within the allowed jurisdictions",
        rationale=(
            "A multi-region keeps data in any of its regions, and the provider chooses which; it"
            " is only as close as the farthest of them."
        ),
        fix="Use a single region, or a multi-region that is wholly inside, such as EU or EUR4.",
        severity=Severity.CRITICAL,
    ),
    Rule(
        "REG-05",
        statement="Geo-redundant copies go to a paired region within the allowed jurisdictions",
        rationale=(
            "Azure chooses where geo-redundant copies go, and some pairs cross a border; several"
            " services are geo-redundant unless told otherwise."
        ),
        fix="Choose local or zone redundancy, or a region whose pair is allowed.",
        severity=Severity.HIGH,
    ),
    Rule(
        "REG-06",
        statement="Replicas of databases and global tables stay within the allowed jurisdictions",
        rationale=(
            "A replica holds all that the database holds, and is queried where it is: it makes"
            " the other region one in which the data is processed."
        ),
        fix="Remove the replica, or move it to an allowed region.",
        severity=Severity.CRITICAL,
    ),
    Rule(
        "REG-07",
        statement="Backups and snapshots are copied within the allowed jurisdictions alone",
        rationale=(
            "A copy of a backup is a copy of everything, kept for years, and seldom looked at:"
            " where it lies is easily forgotten."
        ),
        fix="Copy to a vault or storage location in an allowed region.",
        severity=Severity.HIGH,
    ),
    Rule(
        "REG-08",
        statement="Keys and secrets are kept within the allowed jurisdictions",
        rationale=(
            "Whoever has the key has the data: a key or a secret in another country can be"
            " demanded there, wherever the data itself lies."
        ),
        fix="Name allowed regions for the key or the secret; leave none to the provider's choice.",
        severity=Severity.HIGH,
    ),
    Rule(
        "REG-09",
        statement="Container images are replicated within the allowed jurisdictions alone",
        rationale=(
            "Images carry code, models and sometimes data; a registry that replicates hands them"
            " to another country with every push."
        ),
        fix="Replicate to registries in allowed regions.",
        severity=Severity.MEDIUM,
    ),
    Rule(
        "REG-10",
        statement="Services that handle data all over the world are used only where allowed",
        rationale=(
            "A content network, a worldwide load balancer or a global accelerator decrypts and"
            " keeps data at the edge nearest to its user, outside of any region."
        ),
        fix="Use a regional service, or list the type in global_services after a decision.",
        severity=Severity.MEDIUM,
    ),
    Rule(
        "REG-11",
        statement="Logs and telemetry are kept within the allowed jurisdictions",
        rationale=(
            "Logs hold names, addresses, queries and prompts: personal data like any other, and"
            " often the first to be sent to a central place elsewhere."
        ),
        fix="Send logs to a bucket or workspace in an allowed region.",
        severity=Severity.HIGH,
    ),
    Rule(
        "REG-12",
        statement="Models answer within the allowed jurisdictions",
        rationale=(
            "Cross-region profiles, global and data-zone deployments, and global endpoints send"
            " the prompt to whichever region has room, and the prompt is the data."
        ),
        fix="Use the model in an allowed region, or a profile or data zone wholly inside of it.",
        severity=Severity.CRITICAL,
    ),
    Rule(
        "REG-13",
        statement="The organization itself refuses resources outside of the allowed jurisdictions",
        rationale=(
            "These rules see what this program declares; a console, a script or another team's"
            " program is only held back by the cloud itself."
        ),
        fix=(
            "Attach a policy on aws:RequestedRegion, set gcp.resourceLocations, or assign"
            " Azure's policy of allowed locations."
        ),
        severity=Severity.HIGH,
        since="standard",
    ),
    Rule(
        "REG-14",
        statement="Networks are joined within the allowed jurisdictions alone",
        rationale=(
            "A peering is a standing way out for data, without a name, a log or a review for each"
            " flow; across a border it is a transfer that nobody decided on."
        ),
        fix="Peer with networks in allowed regions, and pass other data through a service.",
        severity=Severity.MEDIUM,
    ),
    Rule(
        "REG-15",
        statement="Workloads and volumes ask for places within the allowed jurisdictions",
        rationale=(
            "In a cluster that spans places, labels decide where a pod runs and where its volume"
            " is made; a wrong label runs it under another law, or not at all."
        ),
        fix="Name allowed zones and regions in selectors, affinities and storage classes.",
        severity=Severity.MEDIUM,
    ),
)
