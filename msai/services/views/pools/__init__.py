"""Money of several groups sent together, as its pages show it."""
