"""Assembly: a definition put together of chapters, of what it extends, and of its own tables."""
