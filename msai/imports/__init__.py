"""Files that come in: read, checked and turned into commands, with every fault named by line and field."""
