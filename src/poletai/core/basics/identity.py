"""Identity codes: the Chinese unified social credit code, organisation code and deal code.

Real firms carry codes whose check digit is wrong (early pilots), so a wrong check digit is a
warning; a code with the wrong length or letters cannot be one and is an error.
"""

import re
from datetime import date
from typing import Any

from stdnum.cn import uscc
from stdnum.iso7064 import mod_37_2

from poletai.core.basics.problem import Problem

_LETTERS = "0-9A-HJ-NPQRTUWXY"
_USCC = re.compile(f"[{_LETTERS}]{{2}}[0-9]{{6}}[{_LETTERS}]{{10}}")
_ORGANISATION = re.compile(r"([0-9A-Z]{8})-?([0-9X])")
_DEAL = re.compile(rf"([A-Z][0-9]{{2}})-([{_LETTERS}]{{18}})-([0-9]{{8}})-([0-9]{{6}})-([0-9A-Z*])")
_DEAL_CLASS = re.compile(r"[A-Z][0-9]{2}")
_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_LONGEST_SERIAL = 999_999


def clean_code(text: str) -> str:
    """Write a code in capitals without the blanks people type around it."""
    return "".join(text.split()).upper()


def uscc_problems(text: Any, *, where: str) -> tuple[Problem, ...]:
    """Say what is wrong with a unified social credit code (GB 32100-2015); empty when nothing.

    A wrong check digit has force "warning".
    """
    code = clean_code(text) if isinstance(text, str) else ""
    if not _USCC.fullmatch(code):
        message = (
            f"{text!r} is not a unified social credit code: it has 18 digits and capitals,"
            " never I, O, S, V or Z, and digits in places 3 to 8"
        )
        return (Problem(code="uscc-form", where=where, message=message),)
    if (check := uscc.calc_check_digit(code[:17])) != code[17]:
        return (_warning("uscc-check", where, code, check),)
    return ()


def organisation_code_problems(text: Any, *, where: str) -> tuple[Problem, ...]:
    """Say what is wrong with a nine-character organisation code (GB 11714), hyphen or not."""
    match = _ORGANISATION.fullmatch(clean_code(text)) if isinstance(text, str) else None
    if match is None:
        message = f"{text!r} is not an organisation code: it has 8 digits or capitals and a check"
        return (Problem(code="organisation-code-form", where=where, message=message),)
    if (check := _organisation_check(match[1])) != match[2]:
        return (_warning("organisation-code-check", where, match[0], check),)
    return ()


def deal_code(kind: str, platform: str, on: date, serial: int) -> str:
    """Build the 40 characters that name a deal, such as A01-<platform>-20250512-000001-V.

    `kind` is the class of the trade, `platform` the credit code of the platform, `serial` the
    number of the day from 0 to 999,999; raises ValueError for any that cannot be one.
    """
    if not (_DEAL_CLASS.fullmatch(kind) and _USCC.fullmatch(platform)):
        message = (
            f"{kind!r} and {platform!r} do not make a deal code: give a class like A01, a USCC"
        )
        raise ValueError(message)
    if not 0 <= serial <= _LONGEST_SERIAL:
        message = f"the serial {serial} does not fit a deal code: it has at most six digits"
        raise ValueError(message)
    parts = (kind, platform, f"{on:%Y%m%d}", f"{serial:06}")
    return "-".join((*parts, mod_37_2.calc_check_digit("".join(parts))))


def deal_code_problems(text: Any, *, where: str) -> tuple[Problem, ...]:
    """Say what is wrong with a deal code (ISO/IEC 7064 MOD 37-2); empty when nothing."""
    match = _DEAL.fullmatch(clean_code(text)) if isinstance(text, str) else None
    if match is None or not _is_day(match[3]):
        message = f"{text!r} is not a deal code: it reads A01-<18>-<yyyymmdd>-<6 digits>-<check>"
        return (Problem(code="deal-code-form", where=where, message=message),)
    if (check := mod_37_2.calc_check_digit("".join(match.groups()[:4]))) != match[5]:
        return (_warning("deal-code-check", where, match[0], check),)
    return ()


def _organisation_check(body: str) -> str:
    weighed = sum(int(sign, 36) * weight for sign, weight in zip(body, _WEIGHTS, strict=True))
    return "0123456789X0"[11 - weighed % 11]


def _is_day(digits: str) -> bool:
    try:
        date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return True


def _warning(code: str, where: str, value: str, check: str) -> Problem:
    message = f"the check character of {value} should be {check}: compare it with the certificate"
    return Problem(code=code, where=where, message=message, force="warning")
