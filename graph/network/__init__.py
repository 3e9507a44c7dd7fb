"""A view as a network: paths, NetworkX graphs, analytics."""
