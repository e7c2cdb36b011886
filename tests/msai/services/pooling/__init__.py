"""Money of several groups sent together."""
