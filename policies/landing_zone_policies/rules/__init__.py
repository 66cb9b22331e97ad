"""The rules, a package for each group, and in it a module for each cloud."""
