"""Pages of what a build finds: each id has one, and what it shows is what a case prints."""

import pytest

from bffgen.compose.rule import pages
from bffgen.report.wording import WORDINGS
from tests.test_cases import CASES


def test_every_id_that_a_build_finds_has_its_page_and_no_other():
    found = sorted(each for each in WORDINGS if each.startswith("compose-"))
    assert [each.id for each in pages()] == found


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.id)
def test_a_page_shows_a_finding_of_its_case(page):
    screen = (CASES / page.case / "stderr.txt").read_text()
    assert page.finding in [each.strip("\n") for each in screen.split("\n\n")]
    assert page.finding.partition(":")[0] in (f"error[{page.id}]", f"warning[{page.id}]")
