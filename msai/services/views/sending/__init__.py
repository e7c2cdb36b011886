"""What sending money home and back cost, transfer by transfer and for each corridor and year."""
