"""What a farm measures: quantities in their units, the stock that closes, growth, yield and margins.

All of it is exact: whole numbers and fractions, no rounding before a figure is shown, and no clock.
"""
