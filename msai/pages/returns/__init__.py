"""The pages of what came of money sent home, and of what sending it cost."""
