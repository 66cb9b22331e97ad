"""What the policies of roles on AWS come to: who may take them, and what they may do."""

from collections.abc import Mapping

from tests.promises.aws_policies import (
    ADMIN,
    BUCKETS,
    DELIVER_FIREWALL_LOGS,
    DELIVER_FLOW_LOGS,
    LAYERS,
    LOOK_AT_KEY,
    METADATA,
    OWN,
    READ,
    ROOT,
    WRITE,
    Statements,
    bucket,
    objects,
    people,
    services,
)
from tests.promises.documents import Said, allows, allows_only
from tests.promises.table import (
    Expected,
    is_between,
    per,
    says,
)

ROLE = "aws:iam/role:Role"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
IAM_POLICY = "aws:iam/policy:Policy"
LOG_ACCESS = "aws:cloudwatch/logResourcePolicy:LogResourcePolicy"

BOUNDARY: Statements = {
    "Buckets": allows(rf"{METADATA}|s3:ListBucket(Versions)?", on=bucket(*BUCKETS)),
    "Objects": allows(ADMIN, on=objects(*BUCKETS)),
    "Keys": allows(
        rf"kms:(Decrypt|GenerateDataKey)|{LOOK_AT_KEY}",
        on=("{arn:ai-keys-data}", "arn:aws:kms:{region}:{account}:key/*"),
    ),
    "Secretsmanager": allows(
        "secretsmanager:(DescribeSecret|GetSecretValue)",
        on="arn:aws:secretsmanager:{region}:{account}:secret:*",
    ),
    "Ecr": allows(
        "ecr:(BatchCheckLayerAvailability|BatchGetImage|GetDownloadUrlForLayer)",
        on="arn:aws:ecr:{region}:{account}:repository/*",
    ),
    "Logs": allows(
        "logs:(CreateLogStream|PutLogEvents)",
        on="arn:aws:logs:{region}:{account}:log-group:*",
    ),
}
"""The most that any role of the zone may ever do."""


def by_service(service: str, source: str) -> Statements:
    """Return the trust in a service that works for this account."""
    return {
        "Service": allows(
            "sts:AssumeRole",
            to=f"Service {service}.amazonaws.com",
            when={
                "StringEquals aws:SourceAccount": "{account}",
                "ArnLike aws:SourceArn": f"arn:aws:{source}",
            },
        ),
    }


def by_pods(
    namespace: str, service_account: str, cluster: str = "arn:aws:eks:{region}:{account}:cluster/*"
) -> Statements:
    """Return the trust in the pods of one service account of one namespace, in a cluster or any."""
    return {
        "Pods": allows(
            "sts:(AssumeRole|TagSession)",
            to="Service pods.eks.amazonaws.com",
            when={
                "StringEquals aws:SourceAccount": "{account}",
                "StringEquals aws:RequestTag/kubernetes-namespace": namespace,
                "StringEquals aws:RequestTag/kubernetes-service-account": service_account,
                "ArnLike aws:SourceArn": cluster,
            },
        ),
    }


def by_people(persona: str) -> Statements:
    """Return the trust in a group of people."""
    return {
        "People": allows(
            "sts:AssumeRole", to=ROOT, when={"ArnLike aws:PrincipalArn": people(persona)}
        ),
    }


TRUSTS: Mapping[str, Statements] = {
    "network-flow-logs-role": by_service("vpc-flow-logs", "ec2:{region}:{account}:vpc-flow-log/*"),
    "identity-pod-trainer": by_pods("training", "trainer"),
    "identity-pod-server": by_pods("serving", "server"),
    "identity-people-data-scientist": by_people("data_scientist"),
    "identity-people-ml-engineer": by_people("ml_engineer"),
    "identity-people-auditor": by_people("auditor"),
    "identity-people-platform-admin": by_people("platform_admin"),
}
"""Who may take each role."""


def may(verb: str, *layers: str, prefix: str = "") -> Statements:
    """Return what a verb on layers allows, below a prefix if there is one."""
    does = {"Read": READ, "Write": WRITE, "Admin": ADMIN}[verb]
    name = f"{verb}{layers[0].title()}" if prefix else verb
    below: dict[str, Said] = {"StringLike s3:prefix": (prefix, f"{prefix}*")} if prefix else {}
    listing = "s3:ListBucket(Versions)?" if verb == "Admin" else "s3:ListBucket"
    return {
        f"List{name}": allows(listing, on=bucket(*layers), when={**OWN, **below}),
        name: allows(does, on=objects(*layers, prefix=prefix), when=OWN),
    }


def locate(*layers: str) -> Statements:
    """Return the permission to ask where buckets are."""
    return {"Locate": allows("s3:GetBucketLocation", on=bucket(*layers), when=OWN)}


DATA: Mapping[str, Statements] = {
    "pod-trainer": {
        **locate("curated", "models", "scratch"),
        **may("Read", "curated"),
        **may("Write", "models", prefix="candidates/"),
        **may("Admin", "scratch"),
    },
    "pod-server": {**locate("models"), **may("Read", "models", prefix="released/")},
    "people-data-scientist": {
        **locate(*LAYERS),
        **may("Read", "raw", "curated", "models"),
        **may("Write", "scratch"),
    },
    "people-ml-engineer": {
        **locate(*LAYERS),
        **may("Read", "raw"),
        **may("Write", "curated", "models", "scratch"),
    },
}
"""What each role may do with data."""

LOOK_AROUND: Statements = {
    "Buckets": allows(METADATA, on=bucket(*LAYERS)),
    "Key": allows(LOOK_AT_KEY, on="{arn:ai-keys-data}"),
}
OVERSIGHT: Mapping[str, Statements] = {
    "auditor": {
        **LOOK_AROUND,
        "ListLog": allows("s3:ListBucket", on=bucket("accesslog")),
        "ReadLog": allows(READ, on=objects("accesslog")),
    },
}
"""What those see who may see no data."""


def use_of_key(does: str) -> Statements:
    """Return the use of the data key through the store, and in no other way."""
    return {
        "UseKey": allows(
            does,
            on="{arn:ai-keys-data}",
            when={
                "StringEquals kms:CallerAccount": "{account}",
                "StringEquals kms:ViaService": services("s3"),
            },
        ),
    }


USES_OF_KEY: Mapping[str, Statements] = {
    "pod-trainer": use_of_key("kms:(Decrypt|GenerateDataKey)"),
    "pod-server": use_of_key("kms:Decrypt"),
    "people-data-scientist": use_of_key("kms:(Decrypt|GenerateDataKey)"),
    "people-ml-engineer": use_of_key("kms:(Decrypt|GenerateDataKey)"),
}
"""How each role uses the data key: who only reads can't encrypt."""

RIGHTS: dict[str, Expected] = {
    LOG_ACCESS: {"policyDocument": allows_only(**DELIVER_FIREWALL_LOGS)},
    f"{IAM_POLICY} ai-network-flow-logs-policy": {
        "policy": allows_only(**DELIVER_FLOW_LOGS),
    },
    f"{IAM_POLICY} ai-identity-boundary": {"policy": allows_only(**BOUNDARY)},
    f"{ATTACHMENT} ai-network-.*": {
        "policyArn": says("{arn:ai-network-flow-logs-policy}"),
        "role": says("{name:ai-network-flow-logs-role}"),
    },
    **per(
        TRUSTS,
        f"{ROLE} ai-{{}}",
        lambda name: {
            "assumeRolePolicy": allows_only(**TRUSTS[name]),
        },
    ),
    f"{ROLE} ai-network-flow-logs-role": {
        "permissionsBoundary": says("{arn:ai-network-flow-logs-policy}"),
        "assumeRolePolicy": allows_only(**TRUSTS["network-flow-logs-role"]),
    },
    f"{ROLE} ai-identity-.*": {
        "permissionsBoundary": says("{arn:ai-identity-boundary}"),
        "maxSessionDuration": is_between(900, 3600),
    },
    **per(
        DATA,
        f"{ROLE_POLICY} ai-identity-{{}}-data",
        lambda name: {
            "role": says(f"{{name:ai-identity-{name}}}"),
            "policy": allows_only(**DATA[name]),
        },
    ),
    **per(
        USES_OF_KEY,
        f"{ROLE_POLICY} ai-identity-{{}}-key",
        lambda name: {
            "role": says(f"{{name:ai-identity-{name}}}"),
            "policy": allows_only(**USES_OF_KEY[name]),
        },
    ),
    **per(
        OVERSIGHT,
        f"{ROLE_POLICY} ai-identity-people-{{}}-oversight",
        lambda name: {
            "role": says(f"{{name:ai-identity-people-{name}}}"),
            "policy": allows_only(**OVERSIGHT[name]),
        },
    ),
}
"""Every role and policy."""
