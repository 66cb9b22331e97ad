"""What stands between a node with an accelerator and a program that computes on it."""
