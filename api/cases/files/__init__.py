"""What a business case is written down as: JSON, a picture, a workbook, a PDF."""
