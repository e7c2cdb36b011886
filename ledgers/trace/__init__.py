"""Where each member's money is: the trace of an investment fund, worked out from its entries alone."""
