"""Pure arithmetic of records that are not the books: ratios of a group, production, units, indicators."""
