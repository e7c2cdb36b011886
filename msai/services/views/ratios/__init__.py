"""The ratios of a group: what is counted in it on a day, and each ratio with its formula and coverage."""
