"""Who can when: a collection with a deadline, answers of agents and leaders, requests after it."""
