"""What the page of a group's rules shows, and the fields in which a rule is asked for."""
