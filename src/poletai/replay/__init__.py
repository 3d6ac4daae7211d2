"""Replay: a stranger recomputes a trade from its public record, down to the award."""
