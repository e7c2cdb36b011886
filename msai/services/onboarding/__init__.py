"""Bringing a group into the ledger: set up step by step, invited, and started from its own paper."""
