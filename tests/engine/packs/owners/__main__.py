"""A policy pack given as a directory: one rule that may stop a deployment, and one that may not."""

from pulumi_policy import (
    EnforcementLevel,
    PolicyPack,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
)


def owned(args: ResourceValidationArgs, report: ReportViolation) -> None:
    """Refuse what belongs to nobody."""
    tags = args.props.get("tags") or args.props.get("labels") or {}
    if tags.get("owner") == "nobody":
        report(f"{args.name} belongs to nobody", None)


def told(args: ResourceValidationArgs, report: ReportViolation) -> None:
    """Tell of keys."""
    if args.resource_type == "landing-zone:index:Keys":
        report(f"{args.name} holds keys for {', '.join(args.props['purposes'])}", None)


PolicyPack(
    "owners",
    policies=[
        ResourceValidationPolicy(
            name="owned",
            description="What is deployed belongs to somebody.",
            enforcement_level=EnforcementLevel.MANDATORY,
            validate=owned,
        ),
        ResourceValidationPolicy(
            name="told",
            description="Keys are worth a word.",
            enforcement_level=EnforcementLevel.ADVISORY,
            validate=told,
        ),
    ],
)
