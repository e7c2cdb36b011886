"""What members owe the group besides their loans: charged, read, let go by two people."""
