"""What came of the money sent home: rates and multiples of return, their sources, and the cost of sending."""
