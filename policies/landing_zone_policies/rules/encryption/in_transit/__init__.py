"""What is sent is encrypted on its way, with TLS that is still thought safe."""

from landing_zone_policies.rule import Rule, Severity, gathered
from landing_zone_policies.rules.encryption.in_transit import (
    aws_data,
    aws_web,
    azure,
    azure_classic,
    gcp,
    kubernetes,
)

MODULES = (aws_web, aws_data, gcp, azure, azure_classic, kubernetes)

RULES = gathered(
    MODULES,
    Rule(
        "ENC-30",
        statement="Object storage takes requests over TLS alone, in no version before 1.2",
        rationale=(
            "One client with `http://` in its settings sends data and a signed request in clear,"
            " to be read and sent again by whoever is on the way."
        ),
        fix=(
            "Deny s3:* where aws:SecureTransport is false; on Azure set enableHttpsTrafficOnly and"
            " minimumTlsVersion TLS1_2."
        ),
        severity=Severity.HIGH,
    ),
    Rule(
        "ENC-31",
        statement="Load balancers and gateways serve TLS 1.2 or later; HTTP does but redirect",
        rationale="What passes the front door in clear can be read and changed on the way.",
        fix=(
            "Give the listener a certificate and a policy for TLS 1.2 or later, and let the one for"
            " HTTP redirect."
        ),
        severity=Severity.HIGH,
    ),
    Rule(
        "ENC-32",
        statement="Databases ask for TLS 1.2 or later on every connection",
        rationale=(
            "Drivers fall back to clear text without a word where the server lets them, password"
            " first."
        ),
        fix="Set the parameter by which the engine asks for TLS, or the server's minimum.",
        severity=Severity.HIGH,
    ),
    Rule(
        "ENC-33",
        statement="Caches, brokers and search clusters encrypt what they send",
        rationale=(
            "They pass on sessions, tokens and documents, mostly between machines, where nobody"
            " looks for clear text."
        ),
        fix="Turn encryption in transit on, for clients and between nodes, with TLS 1.2 or later.",
        severity=Severity.HIGH,
    ),
    Rule(
        "ENC-34",
        statement="Web and serverless apps serve HTTPS alone, with TLS 1.2 or later",
        rationale="An app that answers on HTTP hands out its cookies there.",
        fix="Turn HTTP off or let it redirect, and set the minimum version to 1.2.",
        severity=Severity.MEDIUM,
    ),
    Rule(
        "ENC-35",
        statement="What the nodes of a training job send each other is encrypted",
        rationale=(
            "Gradients and batches tell of the data that they are made from, and cross machines"
            " many times an hour."
        ),
        fix=(
            "Turn on encryption between containers on SageMaker and between nodes on GKE; measure"
            " what it costs."
        ),
        severity=Severity.MEDIUM,
        since="regulated",
    ),
    Rule(
        "ENC-36",
        statement="File shares are mounted over an encrypted connection",
        rationale="NFS and old SMB send files as they are.",
        fix="Turn on transit encryption of the volume, and deny mounts without it.",
        severity=Severity.MEDIUM,
    ),
)
