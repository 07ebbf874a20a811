"""The people of a plan and their accounts: who has one, who is invited, and inviting all at once."""
