"""What people do with the ledger from the door to the receipt, in a real browser on a real server."""
