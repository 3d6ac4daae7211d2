"""Bodies: what pages ask about registered organisations."""

from poletai.exchange.models import Organisation


def is_principal(identity: str) -> bool:
    """Say whether a body of this id is registered and holds the role of a principal."""
    roles = Organisation.objects.filter(id=identity).values_list("roles", flat=True).first()
    return roles is not None and "principal" in roles
