"""Forms: generated from what a move asks, read back into its fields, with every problem said."""
