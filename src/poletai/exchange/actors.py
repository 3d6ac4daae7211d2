"""Actors: who asks for something, in which role and for which organisation."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody in a role. `person` is set where the law looks at the person, not the body."""

    role: str
    organisation: str
    person: str = ""

    @property
    def identity(self) -> str:
        """The name events carry for this actor: a seat's for evaluators, else the body's."""
        return self.person or self.organisation
