"""Who works for an enterprise and on what terms, what it buys from neighbours, and what went wrong at work.

Numbers of people, hours and wages: no names. Every line stays as it was said; what was wrong is taken back.
"""
