"""Month by month, what the bank, the wallets and named officers hold is compared with the book."""
