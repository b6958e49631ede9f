"""The text of the data use agreement, from a template that is data (R22 §20)."""

from collections.abc import Mapping
from string import Template

from domain.application.papers import Clause
from domain.application.state import Signing
from domain.items import PublishedItem
from domain.value import Value

_ALWAYS = (Clause.SCENARIO_LIMITS, Clause.USAGE_REPORTING, Clause.SECURITY_MEASURES, Clause.BREACH_LIABILITY)
_ORDINALS = "一二三四五六七八九十"


class ClauseText(Value):
    """One clause. `gist` says in English what the Chinese binds to."""

    clause: Clause
    source: str  # instrument and article that ask for it
    title: str
    text: str
    gist: str


class AgreementTemplate(Value):
    """A version of the template; its texts hold `${placeholders}` that `agreement_text` fills."""

    version: str
    title: str
    parties: str
    clauses: tuple[ClauseText, ...]
    closing: str
    gist: str
    modes: Mapping[str, str]  # delivery mode → its name in the text
    none: str  # what stands where there is nothing to list


def clauses_wanted(item: PublishedItem) -> tuple[Clause, ...]:
    """The clauses without which no one may sign an agreement on `item`."""
    return (*_ALWAYS, Clause.PERSONAL_DATA) if item.personal_data else _ALWAYS


def clauses_written(state: Signing, template: AgreementTemplate) -> tuple[Clause, ...]:
    """The clauses that the text made from `template` holds; blank ones do not count."""
    return tuple(clause.clause for clause in _clauses(state, template))


def agreement_text(state: Signing, names: Mapping[str, str], template: AgreementTemplate) -> str:
    """The agreement in Chinese, the same bytes for the same case, names and template.

    `names` gives the name of each organisation by its id; raises `KeyError` for one it lacks, or for a
    placeholder that the template makes up.
    """
    words = _words(state, names, template)
    clauses = [
        f"第{_ORDINALS[index]}条　{clause.title}\n\n{clause.text.strip()}"
        for index, clause in enumerate(_clauses(state, template))
    ]
    parts = [template.title, template.parties.strip(), *clauses, template.closing.strip()]
    return "\n\n".join(Template(part).substitute(words) for part in parts) + "\n"


def _clauses(state: Signing, template: AgreementTemplate) -> list[ClauseText]:
    wanted = clauses_wanted(state.dossier.item)
    return [clause for clause in template.clauses if clause.clause in wanted and clause.text.strip()]


def _words(state: Signing, names: Mapping[str, str], template: AgreementTemplate) -> dict[str, str]:
    dossier = state.dossier
    item, contents = dossier.item, dossier.contents
    applicants = (dossier.applicant, *contents.joint_applicants)
    return {
        "case": dossier.case_id,
        "agreement": f"{dossier.case_id}:agreement",
        "template": template.version,
        "item": item.title,
        "item_id": item.item_id,
        "item_version": str(item.version),
        "publisher": names[item.publisher],
        "applicants": "、".join(names[applicant] for applicant in applicants),
        "scenario": contents.scenario,
        "delivery": template.modes[contents.delivery],
        "term_months": str(contents.term_months),
        "cycle_months": str(contents.report_cycle_months),
        "conditions": _list([condition.text for condition in item.conditions], template.none),
        "extra_conditions": _list(state.extra_conditions, template.none),
    }


def _list(lines: list[str] | tuple[str, ...], none: str) -> str:
    return "\n".join(f"（{number}）{line}" for number, line in enumerate(lines, 1)) or none
