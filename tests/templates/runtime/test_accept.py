"""Which form of an answer is given for what a client asks for."""

import pytest
from bff_package.runtime.accept import preferred

V2, JSON = b"application/vnd.shop.v2+json", b"application/json"


@pytest.mark.parametrize(
    ("asked", "given"),
    [
        ([], V2),
        ([b"application/json"], JSON),
        ([b"APPLICATION/JSON; charset=utf-8"], JSON),
        ([b"application/*"], V2),
        ([b"*/*"], V2),
        ([b"application/json;q=0.5, */*;q=0.1"], JSON),
        ([b"application/json;q=0.5, application/vnd.shop.v2+json;q=0.6"], V2),
        ([b"application/vnd.shop.v2+json;q=0, application/*"], JSON),
        ([b"text/html, application/json;q=0.2"], JSON),
        ([b"text/html", b"application/json"], JSON),
        ([b"text/html"], V2),
        ([b"application/json;q=0"], V2),
        ([b"application/json;q=2"], V2),
        ([b"application/json;q=x"], V2),
        ([b";;,,/"], V2),
        ([b"\xff"], V2),
    ],
)
def test_the_form_that_weighs_most_is_given_else_the_usual_one(asked, given):
    assert preferred([(b"accept", each) for each in asked], V2, JSON) == given
