"""The same estate twice, as Terraform's plan and as Pulumi's export, from one table of facts."""

from benchmarks.estates.resources import Declared, declared
from benchmarks.estates.state import export
from benchmarks.estates.terraform import plan

__all__ = ["Declared", "declared", "export", "plan"]
