"""Everyone and everything has an identity of its own, and no more rights than its task takes."""

from landing_zone_policies.rule import Rule, Severity, gathered
from landing_zone_policies.rules.identity import (
    aws_grants,
    aws_trust,
    azure,
    azure_logins,
    gcp,
    gcp_workloads,
    kubernetes,
    literals,
)

RULES = gathered(
    (aws_grants, aws_trust, gcp, gcp_workloads, azure, azure_logins, kubernetes, literals),
    Rule(
        "IAM-01",
        statement="No grant is of everything on everything",
        rationale=(
            "Whoever gets hold of such an identity, by one leaked token, has the account with all"
            " that is in it, and nobody can say what it was meant for."
        ),
        fix="List the actions that the task takes, on the resources that it is about.",
        severity=Severity.CRITICAL,
    ),
    Rule(
        "IAM-02",
        statement="Nobody has all rights for good but a group of people, for emergencies",
        rationale=(
            "Rights to give out rights cannot be bounded afterwards; a workload or a person who"
            " has them every day loses them to whoever gets in once."
        ),
        fix="Attach policies for the task; keep full rights for a group that is joined on demand.",
        severity=Severity.CRITICAL,
    ),
    Rule(
        "IAM-03",
        statement="Who may take on an identity is named, down to the subject of a token",
        rationale=(
            "A trust in everyone, or in all that a public issuer signs, lets strangers become"
            " the role: any repository of the same forge is enough."
        ),
        fix="Name the principal, and add a condition on subject, audience, account or external ID.",
        severity=Severity.CRITICAL,
    ),
    Rule(
        "IAM-04",
        statement="No grant lets its holder take more rights than it gives",
        rationale=(
            "One action that passes a role, writes a policy or mints a token makes a small grant"
            " as good as all rights, and no review of the small one shows it."
        ),
        fix="Bind such actions to named roles or accounts, or add a condition or a boundary.",
        severity=Severity.HIGH,
    ),
    Rule(
        "IAM-05",
        statement="There are no long-lived keys: workloads and people have identities instead",
        rationale=(
            "Keys are copied into files, logs and images, work from everywhere and do not end;"
            " most intrusions into clouds begin with one."
        ),
        fix="Use roles, workload identity or federation, and switch access by keys off.",
        severity=Severity.HIGH,
    ),
    Rule(
        "IAM-06",
        statement="Workloads run as identities of their own, not as the default one",
        rationale=(
            "What shares the default account shares its rights, which grow with every neighbour's"
            " needs, and the audit log cannot tell them apart."
        ),
        fix="Create an account for the workload, name it, and grant it what it needs.",
        severity=Severity.MEDIUM,
    ),
    Rule(
        "IAM-07",
        statement="Clusters know people and pods by the cloud's identities",
        rationale=(
            "Certificates, local accounts and the nodes' own role are outside of the directory:"
            " nobody who leaves loses them, and every pod on the node has them."
        ),
        fix="Switch on workload identity and the cloud's RBAC, and local accounts off.",
        severity=Severity.HIGH,
    ),
    Rule(
        "IAM-08",
        statement="Databases ask who logs in, by cloud identity, and first passwords are managed",
        rationale=(
            "A password in a program is in its state, its logs and its history; one that the"
            " service makes and rotates is seen by nobody."
        ),
        fix=(
            "Switch on login by identity (of a cache: its users), and let the service make and"
            " keep the password."
        ),
        severity=Severity.MEDIUM,
    ),
    Rule(
        "IAM-09",
        statement="No credential is written into what others may read",
        rationale=(
            "Environment variables, user data and start-up scripts are shown to whoever may look"
            " at the resource; a credential there is as public as its console page."
        ),
        fix="Keep it in a secret store and pass its name, or use an identity; rotate this one.",
        severity=Severity.CRITICAL,
    ),
    Rule(
        "IAM-10",
        statement="There are guard rails that hold for administrators too",
        rationale=(
            "Without limits from above, one administrator's account is enough to switch off"
            " logs, leave the allowed regions and delete the backups."
        ),
        fix="Attach policies of the organization that deny what nobody is ever to do.",
        severity=Severity.MEDIUM,
    ),
)
