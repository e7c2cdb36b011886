"""The money of an enterprise in plain acts: sold, paid, owed, counted, worn out, and a year closed.

Its manager says what happened; the rules make the entry. What could hide something takes a second person.
"""
