"""Who is behind an enterprise, and what it declared, as its people and its backers read it."""
