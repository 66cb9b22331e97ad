"""Amazon Web Services: what it answers, and what it is like."""

from .answers import CLOUD

__all__ = ["CLOUD"]
