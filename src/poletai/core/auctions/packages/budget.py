"""The budget of work that all searches of one settlement share, counted by the solver itself."""

PARTS = 1000
"""How many parts a unit of work, of about a second, is counted in."""


class Budget:
    """What work is left: it only shrinks, and by as much on every machine."""

    def __init__(self, effort: int) -> None:
        self.left = effort * PARTS

    def spend(self, parts: int) -> None:
        """Take off what a search took, and one part for having searched."""
        self.left = max(0, self.left - parts - 1)
