"""The workbook of a group's investments: payments, what came of them, what sending cost, rates and checks."""
