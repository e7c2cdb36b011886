"""What was agreed of a loan, what falls due of it and when, and how late it is, from terms and payments."""
