"""What is sent to be taken in: plans, tables, workbooks and rosters; read here, and never written."""
