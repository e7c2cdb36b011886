"""Who gets what: the share-out of a cycle, a leaver's claim, and splits of profit, pools and payments."""
