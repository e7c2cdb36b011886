"""Tests mirror the tree they test; `services` starts the programs they need from outside."""
