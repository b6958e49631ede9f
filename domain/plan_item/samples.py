"""What the examples beside the commands can't say: a row whose day the annex gives."""

from collections.abc import Mapping, Sequence

from pydantic import JsonValue

MORE: Mapping[str, Sequence[Mapping[str, JsonValue]]] = {
    "import_plan_item": [
        {
            "year": 2025,
            "row": 110,
            "title": "未来3小时短时临近预报",
            "publisher": "the-data_publisher",
            "due_date": "2026-03-31",  # beyond the year whose days off are known, so that a notice moves its reminder
            "instrument": "沪数〔2025〕12号",
        }
    ],
}
