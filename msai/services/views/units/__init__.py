"""What is read and shown of an investment fund: its page, its decisions, and the forms that ask for them."""
