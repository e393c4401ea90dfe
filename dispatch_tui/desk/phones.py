"""Telephone numbers: kept as E.164 where they can be understood, else as they were said."""

from __future__ import annotations

from dispatch_tui.core.text import clean_line


def stored_phone(text: str, country: str) -> tuple[str, str]:
    """A number as it is kept.

    Args:
        text: as typed.
        country: two-letter country that numbers without a prefix belong to.

    Returns:
        The number, and a doubt in words ("" if there is none). A number that is too short or long to
        be dialled is kept as typed: nothing a caller said is thrown away.
    """
    import phonenumbers  # noqa: PLC0415 - 60 ms, only where numbers are typed

    typed = clean_line(text, 32)
    if not typed:
        return "", ""
    try:
        number = phonenumbers.parse(typed, country)
    except phonenumbers.NumberParseException:
        return typed, "not a number; kept as typed"
    if not phonenumbers.is_possible_number(number):
        return typed, "too short or long to be dialled; kept as typed"
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164), ""
