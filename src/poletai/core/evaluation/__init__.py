"""Evaluation: from qualified bids to a ranking that explains itself, one method a file."""
