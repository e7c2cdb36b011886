"""Several groups of one country send to the same enterprise in one transfer, and share what it cost.

The enterprise's book decides what belongs to a pool and what each part's share is; each group decides about
its own part in its own book. What one tells the other goes by letters.
"""
