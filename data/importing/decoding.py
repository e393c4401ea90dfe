"""Bytes to text: what spreadsheets and office programs really write."""

from __future__ import annotations

from dispatch_tui.core.errors import Refused

UTF8_BOM = b"\xef\xbb\xbf"
_ADVICE = "open it in a spreadsheet and save it as CSV (UTF-8)"


def decode(data: bytes) -> tuple[str, str]:
    """The text of a file, and the name of the encoding it was in.

    UTF-8 with or without a byte order mark, else Windows-1252 (what older office programs write).

    Raises:
        Refused: for UTF-16, spreadsheets and other files that are not plain text.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused("the file is in UTF-16, which no export needs to be", _ADVICE)
    if data.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise Refused("this is a spreadsheet, not a CSV file", _ADVICE)
    if b"\0" in data:
        # UTF-16 without a mark has one nought per letter of the alphabet.
        kind = "in UTF-16" if data.count(b"\0") * 3 > len(data) else "not a text file"
        raise Refused(f"the file is {kind}", _ADVICE)
    if data.startswith(UTF8_BOM):
        data, name = data[len(UTF8_BOM) :], "UTF-8 with a byte order mark"
    else:
        name = "UTF-8"
    try:
        return data.decode("utf-8"), name
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace"), "Windows-1252"
