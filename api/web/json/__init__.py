"""What all JSON routes share: the description, paging, requests and responses."""
