"""The statements of a group as pages: to look at, to print, and to check a printed receipt against."""
