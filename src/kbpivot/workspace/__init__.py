"""The one place that puts vault, settings, log, policy, graph and state together."""
