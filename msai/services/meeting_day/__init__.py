"""Around the sheet of a meeting: its draft, money that came between meetings, witnesses, what is shared."""
