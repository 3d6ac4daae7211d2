"""Live rooms: the process that hears bids, makes them durable, and tells everyone who watches."""
