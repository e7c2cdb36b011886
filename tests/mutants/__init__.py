"""Faults sown into copies of the code in memory: a suite that misses one guards less than it seems to."""
