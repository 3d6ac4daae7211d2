"""What pages and the API read, derived from the events."""
