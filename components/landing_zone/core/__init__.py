"""What every component is made of. Imports no cloud SDK."""

from landing_zone.core.clouds import Cloud
from landing_zone.core.component import Component, Scope, after, implementation, original_name
from landing_zone.core.environment import DataClass, Environment, Persona
from landing_zone.core.errors import LandingZoneError, UnsupportedError
from landing_zone.core.model import Fault, Outputs, Profile, Spec, by_profile, refuse
from landing_zone.core.names import NameRule, Names
from landing_zone.core.text import Grammar

__all__ = [
    "Cloud",
    "Component",
    "DataClass",
    "Environment",
    "Fault",
    "Grammar",
    "LandingZoneError",
    "NameRule",
    "Names",
    "Outputs",
    "Persona",
    "Profile",
    "Scope",
    "Spec",
    "UnsupportedError",
    "after",
    "by_profile",
    "implementation",
    "original_name",
    "refuse",
]
