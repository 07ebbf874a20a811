"""Tables in and out: plan folders, workbooks, rosters, a quarter's round. File formats live here only."""
