"""Pages for people in a browser: their templates, their language, and the headers that every one is sent with.

The contract (`/openapi.json`) is for programs and does not name them: docs/mail.md and docs/identity.md do.
"""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import FileResponse, HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from api.parts import Parts, parts_of
from api.problems import Problem
from domain.days import SHANGHAI
from domain.kernel import AnyDecider
from domain.mail import Language
from domain.people import Role
from domain.wording import ROLES

TEMPLATES = Path(__file__).resolve().parent / "templates"
_SIGN_IN = ("sign_in_needed", "sign_in_failed", "unauthenticated")
_HEADERS = {
    # No script at all, our own style sheet, forms to ourselves, in nobody's frame.
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'",
    "X-Frame-Options": "DENY",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
    "Cache-Control": "no-store",
    # Addresses hold secrets, so nobody else is told them. With `no-referrer` browsers would send `Origin: null`
    # with our own forms (Fetch standard), and a form's origin could not be checked.
    "Referrer-Policy": "same-origin",
}
_pages = Environment(
    loader=FileSystemLoader(TEMPLATES), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
)


def _as_page(request: Request) -> None:
    """Problems of this route are answered with pages. Raises `no_pages`."""
    request.state.is_page = True
    if not parts_of(request).browser.public_url:
        raise Problem("no_pages")


def page_router() -> APIRouter:
    """For routes whose answers are pages."""
    return APIRouter(dependencies=[Depends(_as_page)], include_in_schema=False)


router = page_router()


@router.get("/style.css")
def style() -> Response:
    return FileResponse(TEMPLATES / "style.css", headers={"Cache-Control": "max-age=3600"})


def page(
    request: Request, template: str, status: int = 200, headers: Mapping[str, str] | None = None, **values: Any
) -> HTMLResponse:
    """The page in the reader's language. In a template `t(zh, en)` says either."""
    language = language_of(request)
    words = Words(language)
    text = _pages.get_template(template).render(language=language.value, t=words.either, words=words, **values)
    return HTMLResponse(text, status, {**_HEADERS, "Content-Language": language.value, **(headers or {})})


def problem_page(parts: Parts, request: Request, problem: Problem) -> HTMLResponse:
    """What went wrong, in words; where signing in would help, the way to do that."""
    kind, headers = parts.problems.found(problem)
    template = "sign_in.html" if problem.reason in _SIGN_IN else "problem.html"
    values = sign_in_values(parts, request) if problem.reason in _SIGN_IN else {}
    said = {"title": (kind.zh, kind.en), "next": (kind.next_zh, kind.next_en)}
    return page(request, template, kind.status, headers, reason=problem.reason, **said, **values)


def sign_in_values(parts: Parts, request: Request) -> dict[str, Any]:
    """What the page to sign in with needs: where to go after it, and whether there is a provider."""
    here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
    return {"onward": getattr(request.state, "onward", here), "provider": parts.browser.flow is not None}


def is_page(request: Request) -> bool:
    """Whether the route that was asked for answers with pages."""
    return getattr(request.state, "is_page", False)


def language_of(request: Request) -> Language:
    """As the address says, or as the person whose page it is has chosen, or as the browser asks."""
    for said in (request.query_params.get("lang", ""), getattr(request.state, "language", "")):
        if said in list(Language):
            return Language(said)
    accepted = (part.strip()[:2].lower() for part in request.headers.get("Accept-Language", "").split(","))
    return next((Language(one) for one in accepted if one in list(Language)), Language.ZH)


class Words:
    """What is not a template's own, in one language."""

    def __init__(self, language: Language) -> None:
        self._language = language

    def either(self, zh: str, en: str) -> str:
        return zh if self._language is Language.ZH else en

    def of(self, decider: AnyDecider, name: str) -> str:
        """A phase, a command, a deadline, as its process calls it."""
        labels = decider.labels
        return self.either(labels.zh.get(name, name), labels.en.get(name, name))

    def role(self, role: Role) -> str:
        return self.either(*ROLES[role])

    @staticmethod
    def instant(at: datetime) -> str:
        """By Shanghai's clocks, to the minute."""
        return f"{at.astimezone(SHANGHAI):%Y-%m-%d %H:%M}"
