"""What came of money sent home, for a stake, a group, an enterprise and a member, each with its formula."""
