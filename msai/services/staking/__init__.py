"""Stakes in enterprises: taken up and agreed on, declared on, valued, written down, and ended.

What a group decides about a stake takes two of its officers; what an enterprise declares to its backers is
told to each group's book by a letter.
"""
