"""The mechanisms, one a file: terms, states, and the pure functions over them."""
