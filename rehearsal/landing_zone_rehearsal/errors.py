"""What the rehearsal refuses."""

from __future__ import annotations

import pulumi


class EngineError(pulumi.RunError):
    """Refuses what Pulumi's engine would refuse, in its words."""


class ProjectError(pulumi.RunError):
    """Refuses a project, a stack or a configuration file that cannot be read."""


class DocumentError(pulumi.RunError):
    """Refuses a document that is neither a plan nor a state."""


class FaultError(pulumi.RunError):
    """Refuses a fault that is not written as faults are."""
