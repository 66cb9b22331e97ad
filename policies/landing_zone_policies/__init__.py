"""Rules that judge what any Pulumi program declares, and the facts they go by."""
