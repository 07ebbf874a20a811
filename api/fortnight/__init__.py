"""The next fourteen days on paper: as A4 and as a workbook, by mail, so that an outage stops nobody."""
