"""The web application of the ledger: people, groups, meetings, enterprises, language, screens."""
