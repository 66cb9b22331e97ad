"""Programs of other people: what the rules have to find, and what they have to leave alone."""
