"""Where the money of an investment fund is, as a member, her group and an enterprise read it."""
