"""Nothing can be reached that need not be, and what has to be is reached privately."""

from landing_zone_policies.rule import Rule, Severity, gathered
from landing_zone_policies.rules.network import (
    aws_access,
    aws_cluster,
    aws_defaults,
    aws_exposure,
    aws_ingress,
    aws_storage,
    azure_classic,
    azure_exposure,
    azure_ingress,
    azure_paths,
    gcp_exposure,
    gcp_ingress,
    gcp_members,
    kubernetes,
)

RULES = gathered(
    (
        aws_ingress,
        aws_storage,
        aws_exposure,
        aws_defaults,
        aws_access,
        aws_cluster,
        gcp_ingress,
        gcp_exposure,
        gcp_members,
        azure_ingress,
        azure_exposure,
        azure_paths,
        azure_classic,
        kubernetes,
    ),
    Rule(
        "NET-01",
        statement="The internet reaches no port by which machines and clusters are administered",
        rationale=(
            "Within minutes of being opened, SSH, RDP, WinRM, Docker and the kubelet are tried by"
            " robots, and one weak password or unpatched server gives away the machine."
        ),
        fix=(
            "Name the ranges that administrators come from, or take the rule away and use the"
            " cloud's own session service."
        ),
        severity=Severity.CRITICAL,
    ),
    Rule(
        "NET-02",
        statement="The internet reaches only the ports that are meant to be public",
        rationale=(
            "A port that nobody decided to publish is one that nobody watches; whatever listens"
            " there later is public from its first day."
        ),
        fix="Name the sources, put it behind a load balancer on 443, or add it to public_ports.",
        severity=Severity.HIGH,
    ),
    Rule(
        "NET-03",
        statement="Object storage is closed to the public, whatever single objects say",
        rationale=(
            "One mistaken ACL or policy publishes a whole bucket of data to everyone; a block on"
            " public access makes that mistake harmless."
        ),
        fix="Block public access on the bucket or account, and grant to named identities.",
        severity=Severity.CRITICAL,
    ),
    Rule(
        "NET-04",
        statement="Databases cannot be reached from the internet",
        rationale=(
            "Between a public database and its data there is one password, and every flaw in its"
            " login can be tried by anyone."
        ),
        fix="Give it a private address or endpoint, and switch its public access off.",
        severity=Severity.CRITICAL,
    ),
    Rule(
        "NET-05",
        statement="A Kubernetes control plane is private, or is reached from named ranges alone",
        rationale=(
            "Whoever gets into the API owns all that runs in the cluster; an endpoint open to all"
            " leaves nothing but a token in the way."
        ),
        fix="Make the endpoint private, or list the ranges that may reach it.",
        severity=Severity.HIGH,
    ),
    Rule(
        "NET-06",
        statement="Machines and nodes have no public address",
        rationale=(
            "A machine with a public address is one firewall rule away from everyone, and it can"
            " send data out past the network's controls."
        ),
        fix="Take the address away; use NAT for what goes out, a load balancer for what comes in.",
        severity=Severity.HIGH,
    ),
    Rule(
        "NET-07",
        statement="What the cloud made by default, networks and their rules, is not used",
        rationale=(
            "Default networks are laid out to let things work at once: public subnets, open"
            " rules, a way out for everything, and no design that anybody decided on."
        ),
        fix="Make networks of your own, empty the default group, and give subnets their rules.",
        severity=Severity.MEDIUM,
    ),
    Rule(
        "NET-08",
        statement="AI endpoints, notebooks and workspaces are reached from private networks alone",
        rationale=(
            "A notebook runs code beside the training data, and an endpoint answers with what it"
            " learnt from it; in public, both are a way to that data."
        ),
        fix="Place it in a private network or behind a private endpoint, and close the public one.",
        severity=Severity.HIGH,
    ),
    Rule(
        "NET-09",
        statement="Networks reach services for data and AI by private ways",
        rationale=(
            "Without an endpoint of its own, traffic to storage and models leaves by the way to"
            " the internet, which then has to stay open, to every destination."
        ),
        fix="Add the private endpoint of the service, with its name in a private zone.",
        severity=Severity.MEDIUM,
        since="standard",
    ),
    Rule(
        "NET-10",
        statement="Functions and serverless services are not there for everyone to call",
        rationale=(
            "Each call runs with the function's identity and on your bill; if anyone can call it,"
            " its code is all that stands between the internet and your data."
        ),
        fix="Ask for an identity of the caller, name it, or let calls in from the network only.",
        severity=Severity.HIGH,
    ),
    Rule(
        "NET-11",
        statement="Kubernetes objects open no load balancer to the internet",
        rationale=(
            "A Service of one line makes a public load balancer in front of pods, past the review"
            " that the network's own rules went through."
        ),
        fix="Annotate the load balancer as internal, or name the ranges that it takes.",
        severity=Severity.HIGH,
    ),
    Rule(
        "NET-12",
        statement="Pods take no traffic that a network policy does not admit",
        rationale=(
            "Without a policy every pod reaches every other: one broken container is enough to"
            " get to the databases and metadata of all the rest."
        ),
        fix="Switch policies on in the cluster, and add one to each namespace that denies all.",
        severity=Severity.MEDIUM,
    ),
    Rule(
        "NET-13",
        statement="A machine's metadata, and the credentials in it, are given to sessions only",
        rationale=(
            "The old metadata service answers any request that a server can be talked into; that"
            " is how a flaw in a web page became the keys to an account."
        ),
        fix="Require tokens (IMDSv2) with at most two hops; on GKE use the metadata server.",
        severity=Severity.HIGH,
    ),
    Rule(
        "NET-14",
        statement="The policies of queues, registries, secrets and the like do not let everyone in",
        rationale=(
            "A policy for everyone is for every account of the cloud: anybody can then read the"
            " queue, pull the image or fetch the secret."
        ),
        fix="Name the principals, or add a condition on account, organization or source.",
        severity=Severity.CRITICAL,
    ),
)
