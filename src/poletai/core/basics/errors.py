"""What can be wrong with a value, as exceptions of this package."""


class NotCanonicalError(ValueError):
    """A value has no canonical bytes here: says where it stands and what it holds."""

    def __init__(self, where: str, what: str) -> None:
        super().__init__(
            f"{where} holds {what}: canonical JSON carries text, integers, true, false and null"
        )


class NotAnInstantError(ValueError):
    """A text is not an RFC 3339 instant with its offset, such as 2026-03-21T09:00:00+08:00."""

    def __init__(self, text: str) -> None:
        super().__init__(
            f"{text!r} is not an instant: write 2026-03-21T09:00:00+08:00, offset included"
        )


class BadCalendarError(ValueError):
    """A calendar file cannot be used: names everything wrong in it at once."""

    code = "bad-calendar"

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__(f"the calendar cannot be used: {'; '.join(problems)}")
        self.problems = problems


class UnknownYearError(LookupError):
    """A year's working days are not in the calendar: import its holidays, nothing is guessed."""

    code = "unknown-year"

    def __init__(self, year: int, known: tuple[int, ...]) -> None:
        listed = ", ".join(map(str, known)) or "no year"
        super().__init__(
            f"the working days of {year} are not known (the calendar has {listed}):"
            " add the year to the calendar when its holidays are published"
        )


class NotAPeriodError(ValueError):
    """A length of time no rule can mean: it must be a whole number, up to a hundred years."""

    code = "not-a-period"

    def __init__(self, length: object, unit: object) -> None:
        super().__init__(
            f"{length!r} {unit!r} is not a period: write a whole number of hours, days,"
            " working-days, months or years, not below 0 and not above a hundred years"
        )


class OutOfReachError(ValueError):
    """An instant lies in a year nobody counts legal periods in."""

    code = "instant-out-of-reach"

    def __init__(self, year: int) -> None:
        super().__init__(f"the year {year} is out of reach: give an instant from 1000 to 9000")


class NotACitationError(ValueError):
    """A text does not name one article of one source."""

    code = "not-a-citation"

    def __init__(self, text: str) -> None:
        super().__init__(
            f"{text!r} is not a citation: write the source, #, the article and, where it matters,"
            " the paragraph, such as cn.tendering-law#24 or cn.tendering-law#24(2)"
        )


class NotExactError(ArithmeticError):
    """A sum or product has more digits than can be carried exactly: the figures are not real."""

    code = "not-exact"

    def __init__(self, what: str) -> None:
        super().__init__(f"{what} cannot be carried exactly: shorten the figures it is made of")
