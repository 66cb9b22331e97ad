"""The command `lz`: what a landing zone would be, shown without a cloud."""
