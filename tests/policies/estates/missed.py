"""What the rules do not find in the insecure estates, and why; or where they tell of it."""

from collections.abc import Mapping

STACK = "landing-zone-dev"
"""What the recorder calls the stack, of which is told what a program lacks, or has too much of."""

ELSEWHERE: Mapping[str, Mapping[str, tuple[str, ...]]] = {
    "aws": {
        "website": ("website-access",),
        "financials-sse": ("financials",),
        "data-versions": ("data",),
    },
    "gcp": {
        "hello-function": ("hello-invoker",),
        "hello-v2": ("hello-v2-invoker",),
        "run-v2": ("run-v2-invoker",),
        "tls-proxy": ("old-tls",),
        "web-rule": ("web-proxy",),
        "hadoop-gpu": (STACK,),
        "gpu-scaler": (STACK,),
    },
    "azure": {
        "appazgoatstorage": ("goat-blobs",),
        "gpu-set": (STACK,),
        "batch-pool": (STACK,),
    },
    "kubernetes": {
        "allow-everything": ("team-a",),
    },
}
"""By resource, the side-car, the owner or the sum that the finding is told of."""

SDK = "the SDK makes a secret of it: a literal cannot be told from what configuration gives"
FOLLOWS = "it has what it is made from, and that is found"
NO_RULE = "none of the 120 rules is about it"
NO_LOGS = "none of the 120 rules is about the logs of such a service"
CPU = "idle shutdown is asked of machines with accelerators"
NO_ACCOUNT = "without the block the machine has no account at all"
OUTSIDE = "what it leads to is not in the program, so it is left open"
TIER = "such a tier takes no key"

MISSED: Mapping[str, Mapping[tuple[str, str], str]] = {
    "aws": {
        ("example-snapshot", "unencrypted"): FOLLOWS,
        ("shared-ami", "unencrypted"): FOLLOWS,
        ("lustre-scratch", "unkeyed"): "scratch file systems take no key",
        ("lustre-scratch", "unbacked"): "scratch file systems take no backups",
        ("tcp-lb", "unlogged"): "such a balancer logs TLS alone, and has no such listener",
        ("remote-desk", "unlogged"): NO_LOGS,
        ("airflow", "unlogged"): NO_LOGS,
        ("rest-settings", "unlogged"): NO_LOGS,
        ("graphql", "unlogged"): NO_LOGS,
        ("workflow", "unlogged"): NO_LOGS,
        ("file-drop", "unlogged"): NO_LOGS,
        ("spark", "unlogged"): NO_LOGS,
        ("vendor-role", "anyone"): "whose account it is a program does not tell",
        ("weak-passwords", "passwords"): NO_RULE,
        ("db-secret-value", "password"): SDK,
        ("db-parameter", "password"): SDK,
        ("stripe-parameter", "password"): SDK,
        ("db-parameter", "unkeyed"): "a parameter of type String takes no key",
        ("rest-api", "public"): "who may call is said by its methods, which are not in the program",
        ("runner", "public"): NO_RULE,
        ("runner", "unkeyed"): NO_RULE,
        ("builder", "privileged"): "building images needs it",
        ("file-drop", "public"): NO_RULE,
        ("notebook", "idle"): CPU,
        ("endpoint-config", "unkeyed"): "machines with disks of their own refuse a key",
        ("spark", "public"): "where its subnet lies is not in the program",
    },
    "gcp": {
        ("terragoat-website", "unversioned"): "what is deleted is kept for a week by default",
        ("prod-blogapp", "unversioned"): "what is deleted is kept for a week by default",
        ("dev-blogapp", "unversioned"): "what is deleted is kept for a week by default",
        ("transfer-all", "almighty"): "it is one bucket's administrator, and of one's own domain",
        ("goat-disk", "unbacked"): "a plan is asked of the program, not of each disk",
        ("file-share", "unkeyed"): TIER,
        ("file-share", "unbacked"): "a plan is asked of the program, not of each share",
        ("proxy-subnetwork", "unflowed"): "such a subnet has no flow logs",
        ("allow-all", "unlogged"): "flow logs of the subnets are asked, not logs of each rule",
        ("default-allow-ssh", "unlogged"): "flow logs of the subnets are asked, not of each rule",
        ("default-allow-rdp", "unlogged"): "flow logs of the subnets are asked, not of each rule",
        ("web-server", "borrowed"): NO_ACCOUNT,
        ("ip-forwarder", "borrowed"): NO_ACCOUNT,
        ("mig-template", "borrowed"): NO_ACCOUNT,
        ("gpu-vm", "borrowed"): NO_ACCOUNT,
        ("a3-vm", "borrowed"): NO_ACCOUNT,
        ("gpu-template", "borrowed"): NO_ACCOUNT,
        ("web-backend", "cleartext"): "TLS is asked where clients come in, not behind the balancer",
        ("serial-on", "project-keys"): NO_RULE,
        ("peering", "peer"): OUTSIDE,
        ("postgres-replica", "unkeyed"): FOLLOWS,
        ("sqlserver", "password"): SDK,
        ("root-user", "password"): SDK,
        ("app-user", "password"): SDK,
        ("db-password-value", "password"): SDK,
        ("default-grants", "almighty"): "what is given by default no program says",
        ("log-exclusion", "unlogged"): NO_RULE,
        ("gpu-service", "public"): "nobody is granted to call it",
        ("web-service", "untagged"): "its labels are Kubernetes' metadata, which nobody bills by",
        ("app-version", "cleartext"): NO_RULE,
        ("nightly", "cleartext"): NO_RULE,
        ("airflow", "public"): NO_RULE,
        ("hadoop", "public-machines"): "addresses are internal unless the program says otherwise",
        ("hadoop-gpu", "public-machines"): "addresses are internal unless it says otherwise",
        ("old-notebook", "idle"): CPU,
        ("workbench", "idle"): CPU,
        ("gpu-vm", "endless"): "a machine is no job",
        ("backup-dr", "unlocked"): "it says for how long its backups cannot be deleted",
        ("uptime", "cleartext"): NO_RULE,
    },
    "azure": {
        ("open-disk", "public"): NO_RULE,
        ("disk-snapshot", "public"): NO_RULE,
        ("acrpublic", "unkeyed"): TIER,
        ("peering-to-asia", "peer"): OUTSIDE,
        ("bus", "unkeyed"): TIER,
        ("hub", "unkeyed"): TIER,
        ("hub-rule", "keys"): "that the namespace takes keys is found",
        ("dedicated-pool", "unencrypted"): "its encryption is a resource of its own",
        ("goat-vault", "access-policies"): NO_RULE,
        ("workspace", "unkeyed"): "a key is the cluster's, which a workspace may be linked to",
        ("vault-diagnostics", "unlogged"): OUTSIDE,
        ("automation", "unkeyed"): NO_RULE,
        ("runbook-secret", "password"): "its own name alone says that it is one",
        ("runbook-secret", "unencrypted"): "variables that are no secrets may be in clear",
        ("static-web", "public"): "a site is for everyone",
        ("api", "public"): "a gateway is for everyone",
        ("container-env", "public"): "what its apps let in is found",
        ("container-group", "unkeyed"): NO_RULE,
        ("openshift", "unkeyed"): NO_RULE,
        ("compute-instance", "idle"): CPU,
        ("gpt-zone", "cross-region"): "a data zone of the EU lies within it",
        ("gpt-unfiltered", "unguarded"): "the policy that it names is not in the program",
        ("bot", "public"): "a bot is for everyone",
        ("hadoop", "public"): NO_RULE,
        ("host-pool", "public"): NO_RULE,
        ("dev-center", "unkeyed"): NO_RULE,
        ("fhir", "public"): "that its workspace has no private endpoint is found",
        ("vcore-mongo", "unkeyed"): "the SDK's version of its API has no property for a key",
        ("san", "public"): NO_RULE,
        ("load-test", "unkeyed"): NO_RULE,
        ("prometheus", "public"): NO_RULE,
    },
    "kubernetes": {
        ("batch-check", "endless"): "a time limit is asked of jobs with accelerators",
        ("goatvault", "password"): SDK,
        ("node-port", "exposed"): "it is reached where nodes are, and these have no addresses",
        ("web-ingress", "exposed"): "the cluster's default class decides: it is left open",
        ("secret-reader", "escalation"): "it reads the secrets of its own namespace alone",
    },
}
"""By cloud, resource and objection: why no rule finds it."""
