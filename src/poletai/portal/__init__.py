"""HTML for everyone: citizens, bidders, principals, custodians, regulators."""
