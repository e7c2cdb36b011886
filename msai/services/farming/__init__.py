"""What is grown at an enterprise: activities, batches, what happened to them, and what a unit holds here.

Quantities are recorded here and money in the books; an event may name the money that went with it, for the
measures of its batch.
"""
