"""Says how much of a council's published spending stays in the place that paid."""

__version__ = "0.1.0.dev0"
