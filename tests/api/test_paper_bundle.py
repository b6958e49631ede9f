"""What `./sluice verify-agreement` says of an agreement that was signed on paper."""

from datetime import date
from hashlib import sha256

from cli_agreement import findings
from domain.agreement_bundle import AgreementBundle
from domain.application.signing_on_paper import OnPaper, PaperGround

TEXT = "公共数据利用协议"
PAPER = OnPaper(
    ground=PaperGround.MULTI_PARTY,
    basis="",
    consent="app-1:7:consent",
    signed_on=date(2025, 10, 29),
    scan="5c" * 32,
    organisations=("cehui", "planning"),
)
BUNDLE = AgreementBundle(
    case="app-1",
    document=TEXT,
    sha256=sha256(TEXT.encode()).hexdigest(),
    template_version="1",
    parties=("planning", "cehui"),
    signatures=(),
    paper=PAPER,
)


def test_a_paper_names_every_party_and_the_leave_it_was_signed_by() -> None:
    said = list(findings(BUNDLE))
    assert all(finding.holds for finding in said)
    assert any("app-1:7:consent" in finding.what for finding in said)
    assert [finding.what.split()[0] for finding in said[2:]] == ["planning", "cehui"]


def test_a_party_that_the_paper_does_not_name_has_not_signed() -> None:
    bundle = BUNDLE.model_copy(update={"parties": ("planning", "cehui", "third")})
    assert [finding.what.split()[0] for finding in findings(bundle) if not finding.holds] == ["third"]


def test_a_paper_without_leave_and_a_changed_text_do_not_hold() -> None:
    unlicensed = BUNDLE.model_copy(update={"paper": PAPER.model_copy(update={"consent": ""})})
    assert any("no one" in finding.what for finding in findings(unlicensed) if not finding.holds)
    changed = BUNDLE.model_copy(update={"document": TEXT + "。"})
    assert not next(findings(changed)).holds
