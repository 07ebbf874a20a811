"""One's own account: password, second step, logins, access tokens."""
