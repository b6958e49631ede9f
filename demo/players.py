"""Who takes part in the demo. The public bodies are those of the rules; all applicants and people are invented."""

from collections.abc import Mapping
from dataclasses import dataclass

from demo.cast import Casting
from demo.client import Person
from domain.organisations import Organisations
from domain.people import Role

_APPLICANTS = {
    "shenjiang": ("申江智慧物流有限公司", "Shenjiang Smart Logistics", "陆明"),
    "qingyuan": ("清源水务科技有限公司", "Qingyuan Water Technology", "沈洁"),
    "huyou": ("沪游数据有限公司", "Huyou Travel Data", "顾言"),
    "zhou-yan": ("周研（自然人）", "Zhou Yan, a researcher applying alone", "周研"),
    "chengan": ("城安防汛技术有限公司", "Cheng'an Flood Safety", "范越"),
    "cehui": ("东浦测绘有限公司", "Dongpu Surveying", "高川"),
    "zhuyun": ("筑云设计有限公司", "Zhuyun Design", "唐筑"),
    "jichu": ("基础工程研究所", "Institute of Foundation Engineering", "钱基"),
    "kangqiao": ("康桥医疗信息有限公司", "Kangqiao Health Information", "叶康"),
    "mingdeng": ("明灯照明有限公司", "Mingdeng Lighting", "丁灯"),
    "lvtu": ("旅途科技有限公司", "Lvtu Travel Technology", "方途"),
    "hangyun": ("浦江航运有限公司", "Pujiang Shipping", "江航"),
    "jiangpan": ("江畔景区管理有限公司", "Jiangpan Scenic Areas", "林景"),
}
_OFFICES = {
    "operator": (Role.PLATFORM_OPERATOR, "sh-bigdata", "赵受理"),
    "department": (Role.COMPETENT_DEPARTMENT, "sh-shujuju", "孙主管"),
    "office": (Role.GENERAL_OFFICE, "sh-bangongting", "吴督办"),
    "auditor": (Role.AUDITOR, "sh-audit", "郑审计"),
    "expert": (Role.EXPERT, "sh-experts", "冯专家"),
    "other_expert": (Role.EXPERT, "sh-experts", "陈专家"),
    "adviser": (Role.CONSULTATION_POINT, "sh-consultation", "褚咨询"),
}
_IN_A_PUBLISHER = {
    Role.DATA_PUBLISHER: ("reviewer", "审核员"),
    Role.DESIGNATED_OFFICER: ("officer", "专责人员"),
    Role.PUBLISHER_HEAD: ("head", "负责人"),
}


@dataclass(frozen=True)
class Players:
    """Everyone, by what the stories call them; of a publisher, by its id and the role."""

    applicants: Mapping[str, Person]
    operator: Person
    department: Person
    office: Person
    auditor: Person
    expert: Person
    other_expert: Person
    adviser: Person
    publishers: Mapping[tuple[str, Role], Person]
    names: Mapping[str, str]  # of organisations, in Chinese

    def reviewer(self, publisher: str) -> Person:
        """Who decides for that publisher."""
        return self.publishers[publisher, Role.DATA_PUBLISHER]

    def everyone(self) -> tuple[Person, ...]:
        offices = (self.operator, self.department, self.office, self.auditor)
        advisers = (self.expert, self.other_expert, self.adviser)
        return (*self.applicants.values(), *offices, *advisers, *self.publishers.values())


def make_players(casting: Casting, known: Organisations) -> Players:
    """Record them all, each with a key, each organisation with its signing key."""
    names = {body: found.zh for body, found in known.organisations.items()}
    for body, found in known.organisations.items():
        casting.organisation(body, found.zh_full, found.en)
    offices = {
        called: casting.person(called, name, role, organisation)
        for called, (role, organisation, name) in _OFFICES.items()
    }
    return Players(
        applicants={called: _applicant(casting, called) for called in _APPLICANTS},
        publishers=_publishers(casting, known),
        names=names | {called: zh for called, (zh, _, _) in _APPLICANTS.items()},
        **offices,
    )


def _applicant(casting: Casting, called: str) -> Person:
    zh, en, name = _APPLICANTS[called]
    casting.organisation(called, zh, en)
    return casting.person(f"{called}-clerk", name, Role.APPLICANT, called)


def _publishers(casting: Casting, known: Organisations) -> Mapping[tuple[str, Role], Person]:
    return {
        (body, role): casting.person(f"{body}-{called}", f"{found.zh}{zh}", role, body)
        for body, found in known.organisations.items()
        if Role.DATA_PUBLISHER in found.roles
        for role, (called, zh) in _IN_A_PUBLISHER.items()
    }
