"""A second opinion on the books: plain arithmetic over history files that shares no code with the project."""
