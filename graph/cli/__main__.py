"""Run the command line with ``python -m graph.cli``."""

from graph.cli import main

main()
