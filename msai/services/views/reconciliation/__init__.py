"""The pages on which officers compare the bank with the book."""
