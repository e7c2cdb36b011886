"""The monthly report of an enterprise: one paper a month, from ten boxes to full detail, sent as a whole.

What it says of batches, money and people goes to the services that keep these, in one transaction.
"""
