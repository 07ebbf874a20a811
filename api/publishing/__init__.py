"""Publishing a version: preview, policy, one transaction."""
