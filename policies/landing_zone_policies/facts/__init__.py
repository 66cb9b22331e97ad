"""Facts about the clouds that both the components and the rules go by; standard library only."""
