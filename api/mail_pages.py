"""What the links in a mail open: an action to confirm, an address to confirm, an end to all mail.

Reading a page never changes anything, for mail scanners follow every link. A link to a case opens nothing by itself:
its person signs in, and then may do what they may do anyhow, once, while the case is as the mail said.
"""

from fastapi import APIRouter, Request, Response
from starlette.concurrency import run_in_threadpool

from api.auth import Presented, actor_of, holder_of
from api.browser import read_form
from api.mail_acting import Acting, Visit
from api.pages import page, page_router
from api.parts import Parts, parts_of
from api.problems import Problem
from api.sign_in import presented_by_browser
from domain.mail import Topic
from domain.visibility import may_see
from store.mail_links import MailLink
from store.mail_people import asked_at_of


def mail_page_routes(parts: Parts) -> APIRouter:
    """The pages behind links."""
    router = page_router()
    acting = Acting(parts)

    @router.get("/mail/{token}")
    def look(request: Request, token: str) -> Response:
        """What the link is for; nothing happens yet."""
        link = _link(request, token)
        if link.topic is Topic.CONFIRM:
            _check_life(link)
            return page(request, "address.html")
        return acting.page(request, link, _visit(request, link))

    @router.post("/mail/{token}")
    async def confirm(request: Request, token: str) -> Response:
        """Do what was confirmed: for a case as the link's person, settled as any command is."""
        link = await run_in_threadpool(_link, request, token)
        if link.topic is Topic.CONFIRM:
            return await run_in_threadpool(_confirm_address, request, link)
        form = await read_form(request)
        visit = await run_in_threadpool(_checked_visit, request, link, form.get("mark", ""))
        return await acting.act(request, link, visit, form.get("command", ""))

    @router.get("/mail/stop/{token}")
    def ask_to_stop(request: Request, token: str) -> Response:
        """Ask first: a scanner must not end anyone's mail."""
        _stopping(request, token)
        return page(request, "stop.html", stopped=False)

    @router.post("/mail/stop/{token}")
    def stop(request: Request, token: str) -> Response:
        """End all mail to this person; mail programs ask for it by themselves (RFC 8058). The token is the right to."""
        parts.mail_people.stop(_stopping(request, token))
        return page(request, "stop.html", stopped=True)

    return router


def _link(request: Request, token: str) -> MailLink:
    """The notice behind the token. Raises `no_such_link`, or `link_expired` where it was forgotten since."""
    parts = parts_of(request)
    notice = parts.mail_tokens.read("notice", token)
    if notice is None:
        raise Problem("no_such_link")
    link = parts.mail_links.get(notice)
    if link is None:
        raise Problem("link_expired", why=f"notice {notice} is forgotten")
    request.state.language = link.language
    return link


def _check_life(link: MailLink) -> None:
    if link.expired:
        raise Problem("link_expired", why=f"notice {link.id}")


def _signed_in(request: Request, link: MailLink) -> Presented:
    """What the link's person shows. Raises `link_not_yours` for everyone else, before anything is said of the case."""
    shown = presented_by_browser(request, f"{link.role}@{link.organisation}", link.on_behalf_of)
    if holder_of(parts_of(request), shown).person != link.person:
        raise Problem("link_not_yours", why=f"notice {link.id} is another person's")
    _check_life(link)
    return shown


def _visit(request: Request, link: MailLink) -> Visit:
    """The person in the link's role, if they hold it now, and the case, if they may see it now."""
    parts = parts_of(request)
    shown = _signed_in(request, link)
    actor = actor_of(parts, shown, acting=request.method == "POST")
    row = parts.cases.get(link.case_id)
    if row is None or not may_see(actor, row.summary):
        raise Problem("unknown_case", why=f"notice {link.id}: not theirs to see now")
    return Visit(shown, actor, parts.deciders[row.process], row)


def _checked_visit(request: Request, link: MailLink, mark: str) -> Visit:
    """The same, for a form: which must come from the page that was shown to this person for this link."""
    browser = parts_of(request).browser
    _signed_in(request, link)
    browser.check_origin(request)
    browser.check_mark(request, mark, link.form)
    return _visit(request, link)


def _confirm_address(request: Request, link: MailLink) -> Response:
    """Without signing in: that the link was opened proves whose mailbox it is."""
    _check_life(link)
    confirmed = parts_of(request).mail_people.confirm(link.person, asked_at_of(link.about))
    return page(request, "address_done.html", 200 if confirmed else 410, confirmed=confirmed)


def _stopping(request: Request, token: str) -> str:
    """Whose mail it is. Raises `no_such_link`."""
    parts = parts_of(request)
    person = parts.mail_tokens.read("stop", token)
    if person is None:
        raise Problem("no_such_link")
    request.state.language = parts.mail_people.of(person).language
    return person
