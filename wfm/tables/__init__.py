"""Tables in and out: plan folders, workbooks, rosters, the round of a quarter. File formats live here only."""
