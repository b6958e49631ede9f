"""The annex of the 2025 plan is read as its checked table says, and bad text is refused whole."""

import csv
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from domain.annex import PlanRow, parse_annex
from domain.annex_text import AnnexError
from domain.item_file import ItemFileError, parse_items
from domain.items import OpenType
from domain.organisations import OrganisationsError, parse_organisations
from domain.people import Role
from domain.plan_item.from_annex import commands

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "rules/shanghai/annex/2025.txt").read_text(encoding="utf-8")
ITEMS = (ROOT / "demo/items2025.toml").read_text(encoding="utf-8")
ORGANISATIONS = parse_organisations((ROOT / "rules/shanghai/organisations.toml").read_text(encoding="utf-8"))
AGENCIES = ORGANISATIONS.names(Role.DATA_PUBLISHER)
LINES = TEXT.split("\n")
ANNEX = parse_annex(TEXT, AGENCIES)
PLAN = [asked.as_row() for asked in commands(ANNEX, ORGANISATIONS)]

WRAPPED = """## 某市数据局关于印发年度方案的通知

沪数〔2025〕12号

1. 正文里的编号不是目录的行。

附件：2025年度重点领域公共数据开放指导目录

{table}

抄送：各区人民政府

2025年6月6日印发
"""


def small(*rows: str) -> str:
    """A directory of a few rows, two agencies."""
    header = "沪数〔2025〕12号 2025年度公共数据开放指导目录\n序号\t部门\t计划开放目录名称\t计划开放时间\n"
    return header + "\n".join(row.replace("|", "\t") for row in rows)


def changed(old: str, new: str) -> str:
    """The true annex with one passage changed."""
    assert TEXT.count(old) == 1
    return TEXT.replace(old, new)


def row(no: int) -> PlanRow:
    return ANNEX.rows[no - 1]


def test_every_column_of_all_129_rows_equals_the_checked_table() -> None:
    with (ROOT / "tests/data/plan2025.csv").open(encoding="utf-8", newline="") as file:
        checked = list(csv.DictReader(file))
    assert [{name: str(value) for name, value in row.model_dump().items()} for row in ANNEX.rows] == checked
    assert (len(ANNEX.rows), ANNEX.year, ANNEX.instrument) == (129, 2025, "沪数〔2025〕12号")


def test_the_annex_is_found_inside_the_whole_instrument() -> None:
    table = "\n".join(LINES[3:])
    whole = parse_annex(WRAPPED.format(table=table), AGENCIES)
    assert [row.model_dump(exclude={"source_line"}) for row in whole.rows] == [
        row.model_dump(exclude={"source_line"}) for row in ANNEX.rows
    ]
    assert whole.rows[0].source_line == 10


def test_the_dates_fall_as_the_plan_counts_them() -> None:
    days = Counter(row.due_date for row in ANNEX.rows)
    assert days == {date(2025, 7, 1): 17, date(2025, 9, 30): 26, date(2025, 12, 1): 9, date(2025, 12, 31): 77}
    assert len({row.agency for row in ANNEX.rows}) == 11


def test_only_row_44_waits_for_a_person() -> None:
    assert [row.no for row in ANNEX.rows if row.needs_confirmation] == [44]
    assert (row(44).due_raw, row(44).due_date) == ("", date(2025, 12, 31))
    assert row(44).agency == "市住房城乡建设管理委"


def test_rows_121_and_129_stay_two() -> None:
    assert row(121).title != row(129).title
    assert "121/129" in row(121).note and "121/129" in row(129).note


def test_windows_line_ends_and_a_byte_order_mark_change_nothing() -> None:
    assert parse_annex("\ufeff" + TEXT.replace("\n", "\r\n"), AGENCIES) == ANNEX


def test_a_missing_date_is_taken_from_the_nearest_row_of_the_same_agency_only() -> None:
    text = small("1|市教委|甲|7月1日前", "2||乙|9月30日前", "3||丙|", "4|市水务局|丁|12月1日前")
    inferred = parse_annex(text, AGENCIES).rows[2]
    assert (inferred.due_date, inferred.needs_confirmation) == (date(2025, 9, 30), True)


def test_equal_titles_of_two_agencies_are_not_near_duplicates() -> None:
    text = small("1|市教委|名单|7月1日前", "2|市水务局|名单|7月1日前", "3||名单|7月1日前")
    notes = [row.note for row in parse_annex(text, AGENCIES).rows]
    assert notes == ["", *["near-duplicate pair 2/3 (same title) - keep both"] * 2]


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("", 1, "no year"),
        ("2025年度公共数据开放指导目录", 1, "no document number"),
        (small().split("\n")[0], 1, "no table found"),
        (changed("57\t\t上海市无居民海岛名录\t12月1日前\n", ""), 158, "row 57 should be here"),
        (changed("57\t\t上海市无居民海岛名录", "58\t\t上海市无居民海岛名录"), 158, "row 57 should be here"),
        (changed("57\t\t上海市无居民海岛名录\t12月1日前", "57 上海市无居民海岛名录 12月1日前"), 158, "no tabs"),
        (changed("58\t\t城市建设", "第八页\n58\t\t城市建设"), 159, "text between two rows"),
        (
            changed("高校教学实验室信息统计表\t12月31日前", "高校教学实验室信息统计表\t11月31日前"),
            107,
            "no day of 2025",
        ),
        (changed("高校教学实验室信息统计表\t12月31日前", "高校教学实验室信息统计表\t12月底前"), 107, "is not a date"),
        (changed("50\t市水务 局", "50\t市水利局"), 151, "'市水利局' is no known agency"),
        (changed("\t市教委\t民办", "\t\t民办"), 100, "the first row names no agency"),
        (changed("8\t\t高校教学实验室信息统计表", "8\t\t"), 107, "needs one title"),
        (changed("8\t\t高校教学实验室信息统计表", "8\t7月1日前\t高校教学实验室信息统计表"), 107, "one date"),
        (small("1|市教委|甲|7月1日前", "2|市水务局|乙|"), 4, "has no date, nor has any row"),
        (small("1|市教委|甲|7月1日前") + "\n2026年度公共数据开放指导目录", 4, "several years"),
    ],
)
def test_bad_text_is_refused_with_its_line_and_a_remedy(text: str, line: int, says: str) -> None:
    with pytest.raises(AnnexError) as refused:
        parse_annex(text, AGENCIES)
    assert refused.value.line == line
    assert says in str(refused.value) and ";" in str(refused.value)


def test_every_row_becomes_an_item_of_its_agency() -> None:
    items = parse_items(ITEMS, PLAN, "sh")
    assert [item.item_id for item in items] == [f"sh-2025-{no}" for no in range(1, 130)]
    assert len({item.publisher for item in items}) == 11
    assert all(item.title_en for item in items)
    assert items[40].personal_data and items[20].open_type is OpenType.UNCONDITIONAL


def test_conditional_items_name_conditions_and_the_three_materials() -> None:
    items = [i for i in parse_items(ITEMS, PLAN, "sh") if i.open_type is OpenType.CONDITIONAL]
    assert {"sh-2025-8", "sh-2025-41", "sh-2025-86", "sh-2025-97", "sh-2025-110"} <= {i.item_id for i in items}
    assert len(items) >= 20
    for item in items:
        assert 2 <= len(item.conditions) <= 4
        assert [m.id for m in item.materials] == ["qualification", "security_system", "scenario_statement"]
        assert all(c.text and c.text_en for c in item.conditions)


def test_a_source_is_a_data_file_with_rows() -> None:
    sources = [item.source for item in parse_items(ITEMS, PLAN, "sh") if item.source]
    assert sorted(sources) == sorted(path.name for path in (ROOT / "demo/data").glob("*.csv"))
    for source in sources:
        header, *rows = csv.reader((ROOT / "demo/data" / source).read_text(encoding="utf-8").splitlines())
        assert len(rows) >= 20 and {len(row) for row in rows} == {len(header)}


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('kind = "credit"', 'kind = "reputation"', "conditions.credit_clean.kind"),
        ("plan_year = 2025", "plan_year = 2024", "plan_year is 2024"),
        ("plan_year = 2025\n", "", "plan_year: Field required"),
        ("[items.129]", "[items.128]", "id given twice"),
        ("[items.129]", "[items.130]", "129, 130 stand in only one"),
        ("[items.129]", "[items.x]", "items.x"),
        ("[conditions.scenario_teaching_research]", "[conditions.other]", "items.8: scenario_teaching_research"),
        ('"scenario_no_forecast_release", "technical_realtime"]', "]", "items.112: Value error"),
        ('en = "Statement of the application scenario"', "", "materials.scenario_statement.en: Field required"),
        ('source = "sh-2025-8.csv"', 'sauce = "sh-2025-8.csv"', "items.8.sauce: Extra inputs"),
        ("[items.129]", "[items.129", "not valid TOML"),
    ],
)
def test_a_malformed_item_file_is_refused_with_the_place(old: str, new: str, says: str) -> None:
    assert ITEMS.count(old) == 1
    with pytest.raises(ItemFileError) as refused:
        parse_items(ITEMS.replace(old, new), PLAN, "sh")
    assert says in str(refused.value)


def test_organisations_are_refused_when_two_share_a_name() -> None:
    body = 'zh = "甲"\nzh_full = "甲"\nen = "A"\nroles = ["auditor"]\n'
    with pytest.raises(OrganisationsError, match="stands there twice"):
        parse_organisations(f'prefix = "x"\n[organisations.a]\n{body}[organisations.b]\n{body}')
