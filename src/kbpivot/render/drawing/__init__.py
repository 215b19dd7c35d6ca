"""The graph in every drawn format, and weeks as a chart."""
