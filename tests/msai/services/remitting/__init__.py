"""Money between a group and its enterprise."""
