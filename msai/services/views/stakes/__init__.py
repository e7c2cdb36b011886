"""The group's stakes in enterprises as its people read them."""
