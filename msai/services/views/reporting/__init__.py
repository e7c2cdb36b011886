"""What the pages of monthly reports read: the list of months, the form of one, what it says, its paper."""
