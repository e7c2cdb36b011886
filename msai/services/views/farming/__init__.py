"""What the pages of activities and batches show: boxes that add up, events, measures, plans."""
