"""What several tests share: needs, builders, stories."""
