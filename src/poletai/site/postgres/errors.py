"""What can go wrong with the embedded PostgreSQL, each with a stable code."""


class PostgresError(RuntimeError):
    """The embedded PostgreSQL cannot do what it was asked; says where and how to mend it."""

    code = "postgres"


class PostgresAccountError(PostgresError):
    """No operating-system account fits the server, or the data belongs to another one."""

    code = "postgres-account"


class PostgresFolderError(PostgresError):
    """A folder cannot be used: its owner, its mode or its content is not what we made."""

    code = "postgres-folder"


class PostgresStartError(PostgresError):
    """The server did not come up; carries the end of its log."""

    code = "postgres-start"
