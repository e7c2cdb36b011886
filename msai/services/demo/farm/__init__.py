"""What the farms of the demo say themselves: their batches, months, money, people and land."""
