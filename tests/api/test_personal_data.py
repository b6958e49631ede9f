"""Whoever reads personal data is on record: every reading route of the contract, asked by everyone who takes part."""

from pathlib import Path

from domain.people import Role
from tests.api.applying import Cast, approved, ok, sign_both
from tests.api.routing import ask, routes

NAME = "欧阳不二"
CONTACT = "ouyang@mail.example"
APPLICANT = "o-shenjiang公司"  # who applies alone is an organisation of one, under their own name
MATERIAL = "身份证复印件:欧阳不二".encode()
LOGGED = {"get_material", "get_agreement"}  # the only ones that give any of it


def test_each_answer_that_holds_personal_data_was_written_down(cast: Cast, tmp_path: Path) -> None:
    """Names, contacts, uploaded material, agreements: a route that gave any without a row in the log would be found."""
    here = approved(cast, "api")
    sign_both(cast, here, tmp_path)
    material = ok(cast.applicant.send("/v1/material", MATERIAL))["id"]
    with cast.api.parts.database.connection() as connection:
        connection.execute("UPDATE people SET name = %s, contact = %s", (NAME, CONTACT))
    marks = [NAME, CONTACT, APPLICANT, MATERIAL.decode()]
    ids = {"case_id": here.rpartition("/")[2], "material_id": material, "item_id": "sh-2025-110"}
    auditor = cast.api.person("p-aud", Role.AUDITOR, "sh-shenji")
    gave = set[str]()
    for route in routes(cast.api):
        if route.writes or route.name == "stream":  # which has no end, and tells ids alone
            continue
        for person in (cast.applicant, cast.operator, cast.publisher, cast.clerk, auditor):
            answer = ask(cast.api, route, route.at(**ids), person.key)
            kept = answer.headers.get("Cache-Control") != "no-store"
            assert not (kept and route.takes_key), f"{route.name} may be kept on the way"
            if any(mark in answer.text for mark in marks):
                gave.add(route.name)
                [newest] = ok(auditor.get("/v1/access-log?limit=1"))["reads"]
                assert newest["request_id"] == answer.headers["Sluice-Request-Id"], route
    assert gave == LOGGED
