"""What an upload really is, by its content: a declared type alone proves nothing."""

import io
import zipfile

PDF = "application/pdf"
PNG = "image/png"
JPEG = "image/jpeg"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TEXT = "text/plain"
CSV = "text/csv"
ALLOWED = (PDF, PNG, JPEG, DOCX, XLSX, TEXT, CSV)

_PARTS = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}  # ECMA-376: an office file's main part
_ENTRY = b"PK\x01\x02"  # begins each entry in an archive's list of names (APPNOTE 4.3.12)
_ENTRIES = 5_000  # that are read; a list of hundreds of thousands would take seconds, and no document has one
_CONTROLS = bytes({*range(32), 127} - {*b"\t\n\r\f"})


def media_type_of(content: bytes) -> str | None:
    """The type of the content if it is one that is allowed; CSV can't be told from plain text."""
    if content.startswith(b"%PDF-"):
        return PDF
    if content.startswith(b"\x89PNG\r\n\x1a\n"):
        return PNG
    if content.startswith(b"\xff\xd8\xff"):
        return JPEG
    if content.startswith(b"PK\x03\x04"):
        return _office(content)
    return TEXT if _is_text(content) else None


def accepted_type(declared: str, content: bytes) -> str | None:
    """The type to record: the declared one where the content bears it out, None where it doesn't.

    `declared` is a Content-Type header; empty or `application/octet-stream` leaves it to us.
    """
    wanted = declared.partition(";")[0].strip().lower()
    found = media_type_of(content)
    if wanted in ("", "application/octet-stream", found):
        return found
    return CSV if wanted == CSV and found == TEXT else None


def _office(content: bytes) -> str | None:
    if content.count(_ENTRY) > _ENTRIES:
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:  # reads the list of names, unpacks nothing
            names = set(archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    return next((kind for part, kind in _PARTS.items() if part in names), None)


def _is_text(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return len(content.translate(None, _CONTROLS)) == len(content)
