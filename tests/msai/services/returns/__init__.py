"""What came of money sent home, as pages and the workbook say it."""
