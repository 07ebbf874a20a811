"""Mail: what stands in the outbox is written in the receiver's language and sent, at least once."""
