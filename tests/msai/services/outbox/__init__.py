"""Letters between books."""
