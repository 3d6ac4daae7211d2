"""The exchange: the application that carries the core on PostgreSQL."""
