"""What pages show of loans: the list, one loan with its schedule, a request, a change that waits."""
