"""Files made to harm whoever reads them, thrown at every door that reads files."""
