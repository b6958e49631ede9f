"""An application for several items goes out in parts (R22 §19; docs/adr/0015)."""

from domain.application.dossier import Dossier
from domain.application.duties import DISPATCH
from domain.application.events import ApplicationDispatched
from domain.application.sub_orders import SubOrder
from domain.kernel import Context, case_id_of
from domain.standing import new_duty


def dispatched(dossier: Dossier, waived: tuple[str, ...], context: Context) -> ApplicationDispatched:
    """A sub-order for each item, those of one publisher together; the ids of their cases are fixed here."""
    duty = new_duty(context, DISPATCH)
    sub_orders = [
        SubOrder(
            case_id=case_id_of("application", f"{duty.id}/{item.item_id}"),
            item_id=item.item_id,
            title=item.title,
            publisher=item.publisher,
        )
        for item in dossier.items
    ]
    publishers = [one.publisher for one in sub_orders]
    together = sorted(sub_orders, key=lambda one: publishers.index(one.publisher))
    return ApplicationDispatched(sub_orders=tuple(together), waived=waived, duty=duty)
