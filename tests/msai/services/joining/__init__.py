"""Joining a group that has begun, as use cases."""
