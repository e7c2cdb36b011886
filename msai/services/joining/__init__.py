"""Joining a group that has begun: what the rule asks, and what is paid."""
