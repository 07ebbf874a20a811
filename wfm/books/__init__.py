"""What partners share: amounts by distribution keys, and business cases with each partner's part."""
