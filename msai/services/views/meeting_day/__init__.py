"""What pages read around a meeting: money since the last one, receipts, witnesses, the words to share."""
