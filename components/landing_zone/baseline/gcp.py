"""What components on Google Cloud share: the provider, APIs and service agents."""

import pulumi
import pulumi_gcp
from pulumi_gcp import projects

from landing_zone.core import Environment, Scope


def provider(name: str, env: Environment, opts: pulumi.ResourceOptions) -> pulumi.ProviderResource:
    """Declare a provider pinned to the environment's project and region.

    Every call is billed to the project itself, so that its own quota and its own enabled APIs
    count, not those of the project that the caller's credentials come from. The caller needs
    `serviceusage.services.use` there, which `roles/serviceusage.serviceUsageConsumer` gives.

    Source: https://cloud.google.com/docs/quotas/set-quota-project
    """
    return pulumi_gcp.Provider(
        name,
        project=env.account,
        region=env.region,
        user_project_override=True,
        billing_project=env.account,
        add_pulumi_attribution_label=False,
        opts=opts,
    )


def enable(scope: Scope, *services: str) -> list[pulumi.Resource]:
    """Switch on the APIs that a component calls; what it declares must wait for them.

    An API stays on when the component goes: another component of the project may call it.
    Serviceusage itself must be on already, as it is in every new project.

    Source: https://cloud.google.com/service-usage/docs/enabled-service
    """
    return [
        projects.Service(
            scope.child(f"{service}-api"),
            project=scope.env.account,
            service=f"{service}.googleapis.com",
            disable_on_destroy=False,
            opts=scope.opts(),
        )
        for service in services
    ]


def service_agent(
    scope: Scope, service: str, apis: list[pulumi.Resource]
) -> projects.ServiceIdentity:
    """Create the account in whose name a service acts, which is else created at first use.

    A grant before that fails. Cloud Storage and Cloud Logging have calls of their own that create
    theirs (`datalake/gcp.py`, `baseline/gcp_logs.py`). An agent can never be deleted, so two
    components may both ask for it.

    Source: https://cloud.google.com/iam/docs/create-service-agents
    """
    return projects.ServiceIdentity(
        scope.child(f"{service}-agent"),
        project=scope.env.account,
        service=f"{service}.googleapis.com",
        opts=scope.opts(depends_on=apis),
    )
