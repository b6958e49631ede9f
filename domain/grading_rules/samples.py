"""What the examples beside the commands can't say, for the pages that are made from them: a publisher's own rules."""

from collections.abc import Mapping, Sequence

from pydantic import JsonValue

_OWN: dict[str, JsonValue] = {
    "version": "2025",
    "title": "气象数据开放分级分类实施细则",
    "in_force_from": "2025-01-01T00:00:00+08:00",
    "method": "按观测要素与时效细化级别",
    "lines": [{"levels": ["2级", "实时"], "open_type": "conditional", "conditions": "注明应用场景"}],
    "supervision": "每季度抽查调用记录",
    "follows": "2023",
}

MORE: Mapping[str, Sequence[Mapping[str, JsonValue]]] = {
    "publish_grading_rules": [{**_OWN, "publisher": "the-data_publisher"}],
    "publish_rules_version": [{**_OWN, "version": "2028", "in_force_from": "2028-01-01T00:00:00+08:00"}],
}
