"""What the end of a year means for the days around it: which are closed, and what is counted by when."""
