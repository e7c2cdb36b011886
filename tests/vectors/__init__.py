"""Published and agreed figures that the arithmetic of the books must give, each under its own id."""
