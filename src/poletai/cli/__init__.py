"""The command line: poletai <noun> <verb>, one module a noun."""

from poletai.cli.main import main as main
