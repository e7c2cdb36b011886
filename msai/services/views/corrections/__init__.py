"""What people see of a line that is put right: the form, what it changes, the second officer's question."""
