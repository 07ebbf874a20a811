"""HTTP plumbing that no capability owns: guards, problems, headers, conditions."""
