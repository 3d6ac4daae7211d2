"""Settings, wiring and the processes Poletai is run as."""
