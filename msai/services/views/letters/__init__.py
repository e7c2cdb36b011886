"""What a month of an enterprise was, told to those whose money works in it, and their part of it."""
