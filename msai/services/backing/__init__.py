"""Who is behind an enterprise: backers and other funders, what it declares to them and what it owes them.

All of it is decided and posted in the enterprise's own book; a group that has to know is told by a letter.
"""
