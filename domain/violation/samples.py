"""What the examples beside the commands can't say, for the pages that are made from them."""

from collections.abc import Mapping, Sequence

from pydantic import JsonValue

MORE: Mapping[str, Sequence[Mapping[str, JsonValue]]] = {
    "record_messages_sent": [
        {
            "duty_id": "owed",
            "sent": [{"process": "application", "case_id": "app-1", "kind": "restrict_access"}],
        }
    ],
}
