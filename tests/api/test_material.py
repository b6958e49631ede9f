"""Uploads: sealed, typed by content, known by the hash of their ciphertext, erasable."""

import io
import zipfile
from hashlib import sha256

from api.sniffing import ALLOWED, CSV, DOCX, JPEG, PDF, PNG, TEXT, XLSX, accepted_type
from domain.people import Role
from tests.api.served import Person, Served

REPORT = "资质证明：申江智慧物流有限公司".encode()


def office(part: str, others: int = 1) -> bytes:
    """A small office file with that main part."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for n in range(others):
            archive.writestr(f"{n}.xml", "<Types/>")
        archive.writestr(part, "<x/>")
    return made.getvalue()


SAMPLES = {
    PDF: b"%PDF-1.7\n",
    PNG: b"\x89PNG\r\n\x1a\n0000",
    JPEG: b"\xff\xd8\xff\xe0",
    DOCX: office("word/document.xml"),
    XLSX: office("xl/workbook.xml"),
    TEXT: REPORT,
    CSV: b"a,b\n1,2\n",
}


def test_the_type_is_what_the_content_says() -> None:
    """Every allowed type is known by its content, and by no other's name."""
    assert set(SAMPLES) == set(ALLOWED)
    for kind, content in SAMPLES.items():
        assert accepted_type(kind, content) == kind
        assert accepted_type("", content) == (TEXT if kind == CSV else kind)
        other = PNG if kind != PNG else PDF
        assert accepted_type(other, content) is None
    assert accepted_type("", office("word/document.xml", 4_000)) == DOCX
    assert accepted_type("", office("word/document.xml", 6_000)) is None, "a list of names that takes long to read"
    for bad in (b"MZ\x90\x00", b"PK\x03\x04rubbish", office("evil.exe"), b"\xff\xfe", b"a\x00b"):
        assert accepted_type("", bad) is None


def test_an_upload_comes_back_and_lies_sealed(api: Served, ann: Person) -> None:
    """Its id is the hash of the ciphertext; the text is nowhere in the row."""
    kept = ann.send("/v1/material", REPORT, Content_Type="text/plain; charset=utf-8")
    assert kept.status_code == 201 and kept.json()["size"] == len(REPORT)
    back = ann.get(f"/v1/material/{kept.json()['id']}")
    assert back.content == REPORT and back.headers["Content-Type"].startswith("text/plain")
    with api.parts.database.connection() as connection:
        row = connection.execute("SELECT id, sealed FROM material").fetchone()
    assert row and sha256(row["sealed"]).hexdigest() == kept.json()["id"]
    assert REPORT not in row["sealed"]


def test_another_organisation_finds_nothing(api: Served, ann: Person) -> None:
    """As if it didn't exist, even with the id in a case of their own."""
    material = ann.send("/v1/material", REPORT).json()["id"]
    eve = api.person("p-eve", Role.APPLICANT, "o-eve")
    case = eve.ask("/v1/toys").json()["id"]
    assert eve.get(f"/v1/material/{material}").status_code == 404
    assert eve.get(f"/v1/material/{material}?case={case}").status_code == 404


def test_a_case_that_is_named_has_to_be_seen_whosever_the_material_is(api: Served, ann: Person) -> None:
    """So a hidden case says nothing of an id, and the access log names no case but those that the reader sees."""
    material, case = ann.send("/v1/material", REPORT).json()["id"], ann.ask("/v1/toys").json()["id"]
    eve = api.person("p-eve", Role.APPLICANT, "o-eve")
    for found in (eve.get(f"/v1/material/{one}?case={case}") for one in (material, "0" * 64)):
        assert (found.status_code, found.json()["reason"]) == (404, "unknown_case")
    assert ann.get(f"/v1/material/{material}?case=made-up").json()["reason"] == "unknown_case"
    assert ann.get(f"/v1/material/{material}?case={case}").content == REPORT
    reads = api.person("p-aud", Role.AUDITOR, "o-aud").get("/v1/access-log").json()["reads"]
    assert [one["case_id"] for one in reads] == [case]


def test_erasing_the_key_erases_the_material(api: Served, ann: Person) -> None:
    """The ciphertext still proves its id; nobody can read it; a new upload has a new key."""
    old = ann.send("/v1/material", REPORT).json()["id"]
    assert api.store.sealing.erase("o-ann") == 1
    gone = ann.get(f"/v1/material/{old}")
    assert (gone.status_code, gone.json()["reason"]) == (410, "material_erased")
    with api.parts.database.connection() as connection:
        row = connection.execute("SELECT sealed FROM material WHERE id = %s", (old,)).fetchone()
    assert row and sha256(row["sealed"]).hexdigest() == old
    new = ann.send("/v1/material", REPORT).json()["id"]
    assert ann.get(f"/v1/material/{new}").content == REPORT
