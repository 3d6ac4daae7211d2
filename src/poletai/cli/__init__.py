"""The command line: poletai <noun> <verb>."""
