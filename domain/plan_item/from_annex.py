"""The rows of a plan's annex as the commands that put them on record."""

from domain.annex import Annex
from domain.organisations import Organisations
from domain.plan_item.commands import ImportPlanItem


def commands(annex: Annex, organisations: Organisations) -> tuple[ImportPlanItem, ...]:
    """One for each row, in the plan's order. Raises `OrganisationsError` for an agency that is not on record."""
    return tuple(
        ImportPlanItem(
            year=annex.year,
            row=row.no,
            title=row.title,
            publisher=organisations.id_of(row.agency),
            due_date=row.due_date,
            due_inferred=row.needs_confirmation,
            note=row.note,
            instrument=annex.instrument,
        )
        for row in annex.rows
    )
