"""Activities, batches and their events as use cases keep them."""
