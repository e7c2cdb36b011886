"""Money between a group and its enterprise, from the draft to the day both books agree, step by step.

Each step is one transaction of one book; what the other book has to know leaves as a letter. The history
import posts what was recorded long ago in `msai.services.remittances` and `msai.services.income`.
"""
