"""How to reach a cluster without a credential in the text that says so."""

import json
from collections.abc import Mapping, Sequence

import pulumi


def kubeconfig(
    *,
    name: pulumi.Input[str],
    server: pulumi.Input[str],
    authority: pulumi.Input[str],
    command: str,
    arguments: Sequence[pulumi.Input[str]] = (),
    environment: Mapping[str, pulumi.Input[str]] | None = None,
) -> pulumi.Output[str]:
    """Return a kubeconfig as secret JSON text, whose user is whoever runs the cloud's program.

    Args:
        name: what cluster, context and user are called.
        server: the address of the Kubernetes API, with `https://`.
        authority: the certificate of its authority: PEM, in base64.
        command: the program that prints a token for its caller, such as `aws`.
        arguments: what it is called with.
        environment: what is set for it besides.

    Source: https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins
    """
    given = pulumi.Output.all(
        name=name,
        server=server,
        authority=authority,
        arguments=pulumi.Output.all(*arguments),
        environment=pulumi.Output.from_input(dict(environment or {})),
    )
    return pulumi.Output.secret(given.apply(lambda known: _text(command, **known)))


def _text(
    command: str,
    *,
    name: str,
    server: str,
    authority: str,
    arguments: Sequence[str],
    environment: Mapping[str, str],
) -> str:
    program = {
        "apiVersion": "client.authentication.k8s.io/v1beta1",
        "command": command,
        "args": list(arguments),
        "env": [{"name": each, "value": value} for each, value in environment.items()],
        "interactiveMode": "Never",
        "provideClusterInfo": True,
    }
    cluster = {"server": server, "certificate-authority-data": authority}
    return json.dumps(
        {
            "apiVersion": "v1",
            "kind": "Config",
            "clusters": [{"name": name, "cluster": cluster}],
            "users": [{"name": name, "user": {"exec": program}}],
            "contexts": [{"name": name, "context": {"cluster": name, "user": name}}],
            "current-context": name,
        }
    )
