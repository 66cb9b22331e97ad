"""Reads the list prices of the catalogue's machines anew from the clouds' public interfaces."""
