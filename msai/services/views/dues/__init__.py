"""What members owe, as its pages show it."""
