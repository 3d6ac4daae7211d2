"""Packages: bids on several items at once, who wins them, and what the winners pay, exactly."""
