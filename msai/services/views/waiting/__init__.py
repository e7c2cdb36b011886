"""What waits for an officer's answer, in the words of the group."""
