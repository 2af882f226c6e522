"""Tiny modules that every room may use; at most ten, and never a junk drawer."""
