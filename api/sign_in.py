"""Signing in by browser, for any page: at the identity provider, or with an API key; and out again."""

import re
from typing import Annotated

from fastapi import Query, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from api.auth import Presented, holder_of
from api.browser import read_form
from api.code_flow import SignInFailed
from api.pages import page, page_router, sign_in_values
from api.parts import Parts, parts_of
from api.problems import Problem
from api.provider_keys import ProviderAway

HERE = "/sign-in"
BACK = f"{HERE}/back"  # the redirect address, as it is registered at the provider
_SEE_OTHER = 303
_OWN = re.compile(r"/(?!/)[A-Za-z0-9._~/?=&%-]*")  # an address of ours: no other host, no backslash
router = page_router()
_Onward = Annotated[str, Query(max_length=1000)]


def presented_by_browser(request: Request, role: str = "", on_behalf_of: str = "") -> Presented:
    """What this browser shows of who asks, as `api.auth.presented` reads it from a header.

    Raises `sign_in_needed`, or `unauthenticated` where something was tried.
    """
    return _noted(request, parts_of(request).browser.secret(request), role, on_behalf_of)


@router.get(HERE)
def ask(request: Request, onward: _Onward = HERE) -> Response:
    """The page to sign in with, or who is signed in."""
    parts = parts_of(request)
    try:
        shown = presented_by_browser(request)
    except Problem as problem:
        if problem.reason != "sign_in_needed":
            raise
        request.state.onward = _own(onward)
        values = sign_in_values(parts, request)
        return page(request, "sign_in.html", title=("登录", "Sign in"), next=("", ""), reason="", **values)
    return page(request, "signed_in.html", person=holder_of(parts, shown).person)


@router.post(HERE)
async def by_key(request: Request) -> Response:
    """With an API key, for those who have one."""
    parts = parts_of(request)
    parts.browser.check_origin(request)
    form = await read_form(request)
    onward = request.state.onward = _own(form.get("onward", ""))
    shown = _noted(request, form.get("key", "").strip())
    return await run_in_threadpool(_let_in, parts, shown, onward)


@router.get(f"{HERE}/provider")
def at_provider(request: Request, onward: _Onward = HERE) -> Response:
    """Off to the identity provider."""
    browser = parts_of(request).browser
    request.state.onward = _own(onward)
    if browser.flow is None:
        raise Problem("not_found")
    try:
        address, started = browser.flow.begin()
    except ProviderAway:
        raise Problem("identity_provider_away") from None
    response = RedirectResponse(address, _SEE_OTHER)
    browser.start(response, started, request.state.onward)
    return response


@router.get(BACK)
def back(request: Request) -> Response:
    """Back from the identity provider, with a code for an access token."""
    parts = parts_of(request)
    flow, found = parts.browser.flow, parts.browser.started(request)
    request.state.onward = found[1] if found else HERE
    if flow is None or found is None:
        raise Problem("sign_in_failed", why="nothing was begun by this browser")
    try:
        token = flow.finish(found[0], request.query_params)
    except SignInFailed as failed:
        raise Problem("sign_in_failed", why=str(failed)) from None
    except ProviderAway:
        raise Problem("identity_provider_away") from None
    response = _let_in(parts, _noted(request, token), found[1])
    parts.browser.end_start(response)
    return response


@router.post("/sign-out")
def out(request: Request) -> Response:
    """Forget who it was. At the identity provider they stay signed in."""
    parts = parts_of(request)
    parts.browser.check_origin(request)
    response = page(request, "signed_out.html")
    parts.browser.sign_out(response)
    return response


def _let_in(parts: Parts, shown: Presented, onward: str) -> Response:
    holder_of(parts, shown)  # raises `unauthenticated`
    response = RedirectResponse(onward, _SEE_OTHER)
    parts.browser.sign_in(response, shown.secret)
    return response


def _noted(request: Request, secret: str, role: str = "", on_behalf_of: str = "") -> Presented:
    """What a browser presents, where the record of refused attempts looks for it."""
    found = Presented(secret, role, on_behalf_of, in_cookie=True)
    request.state.presented = found
    return found


def _own(address: str) -> str:
    """The address if it is one of ours, else where one sees who is signed in."""
    return address if _OWN.fullmatch(address) else HERE
