"""What pages of remittances show: lists, one as its sender wrote it, one as its receiver waits for it."""
