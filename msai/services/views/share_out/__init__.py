"""The end of a cycle as its pages show it: where the cycle stands, what is decided, who gets what."""
