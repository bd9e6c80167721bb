"""The generated mobile operation beside the one written by hand; prints figures, gates none."""

import pytest

from tests.bench import serve


@pytest.mark.bench
def test_both_apps_answer_alike_under_load_and_their_cost_is_printed() -> None:
    assert serve.main(["--rounds", "7", "--seconds", "3"]) == 0
