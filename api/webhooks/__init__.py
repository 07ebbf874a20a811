"""Webhooks: addresses of other programs that are told what happens in a hotline."""
