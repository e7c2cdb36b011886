"""Money that trade did not bring: grants and gifts in kind, the owner's money, and what was borrowed."""
