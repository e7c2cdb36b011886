"""Who joins late, who leaves and who comes back, as use cases."""
