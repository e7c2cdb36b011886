"""Tests of the trace: where each member's money is."""
