"""An enterprise's workbook, drawn from the readings of its pages for those who may take it away."""
