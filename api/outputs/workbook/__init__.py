"""roster.xlsx: the roster as a workbook that a person enjoys."""
