"""Words: what the pages call roles, fields, methods and laws, in the reader's language."""
