"""`python -m poletai.cli`: the command line for programs that start one another."""

from poletai.cli.main import main

main()
