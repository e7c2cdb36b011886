"""The pages of the trace: where a member's money is, and everybody's."""
