"""The workbook of an enterprise: what it grew, sold and paid, its books, and checks."""
