"""Which request it is: a trace that is carried or begun, an id that can do no harm."""

import re

import pytest
from bff_package.runtime.trace import Trace
from hypothesis import given
from hypothesis import strategies as st

ID = "4bf92f3577b34da6a3ce929d0e0e4736"
WHOLE = f"00-{ID}-00f067aa0ba902b7-01"


def trace(**headers):
    pairs = [(name.replace("_", "-").encode(), text.encode()) for name, text in headers.items()]
    return Trace(pairs)


def sent(made):
    return dict(made.headers)


def test_a_whole_traceparent_is_carried_on_with_a_span_of_ours():
    made = trace(traceparent=WHOLE, tracestate="a=1,b=2")
    parent = sent(made)["traceparent"]
    assert re.fullmatch(f"00-{ID}-[0-9a-f]{{16}}-01", parent)
    assert parent != WHOLE
    assert sent(made)["tracestate"] == "a=1,b=2"
    assert made.urn == f"urn:trace:{ID}"


@pytest.mark.parametrize(
    "malformed",
    [
        WHOLE.upper(),
        WHOLE[:-1],
        f"{WHOLE}-extra",
        f"ff{WHOLE[2:]}",
        f"00-{'0' * 32}-00f067aa0ba902b7-01",
        f"00-{ID}-{'0' * 16}-01",
        f"{WHOLE}\n",
        "",
    ],
)
def test_a_malformed_one_counts_as_none(malformed):
    made = trace(traceparent=malformed, tracestate="a=1")
    assert made.trace_id != ID
    assert re.fullmatch("00-[0-9a-f]{32}-[0-9a-f]{16}-00", sent(made)["traceparent"])
    assert "tracestate" not in sent(made)


def test_a_later_version_may_say_more_and_two_say_nothing():
    assert trace(traceparent=f"01{WHOLE[2:]}-more").trace_id == ID
    twice = [(b"traceparent", WHOLE.encode())] * 2
    assert Trace(twice).trace_id != ID


@given(st.binary(max_size=80))
def test_whatever_a_client_sends_what_goes_on_is_safe(text):
    made = Trace([(b"x-request-id", text), (b"traceparent", text), (b"tracestate", text)])
    assert re.fullmatch("[0-9A-Za-z._~-]{8,64}", made.request_id)
    for name, value in made.headers:
        assert (name + value).isascii()
        assert (name + value).isprintable()


def test_a_safe_id_is_the_clients_own():
    assert trace(x_request_id="order-7.a_b~c").request_id == "order-7.a_b~c"
    assert trace(x_request_id="a b").request_id != "a b"
    assert trace(x_request_id="a\r\nb: c12345").request_id != "a\r\nb: c12345"
