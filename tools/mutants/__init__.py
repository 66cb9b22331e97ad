"""Mutates zones, rules and their core, and writes down what nobody noticed."""
