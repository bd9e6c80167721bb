"""Bodies of upstreams outside their contract, over real sockets: dropped, observed, or a failure.

The cases of tests/cases/composition/on-invalid, the upstream recorded.
"""

import json

from tests.e2e.cases import built_case
from tests.e2e.recorder import Recorder
from tests.e2e.served import Bff

WHOLE = {"id": "p-1", "parts": [{"name": "a", "state": "open"}, {"name": "b"}], "marks": ["m"]}


def product(**changed):
    return {**WHOLE, **changed}


def parts(*said):
    return product(parts=[{"name": "a"}, *said])


ROWS = [
    # (body, with drop_item: status, parts, told; with observe: status, the pointers)
    (product(), (200, 2, None), (200, [])),
    (parts({"name": ""}), (200, 1, "parts;reason=bad-body;dropped=1"), (200, ["#/parts/*/name"])),
    (
        parts({"name": "", "state": "lost"}, {"state": "open"}, 7),
        (200, 1, "parts;reason=bad-body;dropped=3"),
        (502, []),
    ),
    (parts({"name": 7}), (200, 1, "parts;reason=bad-body;dropped=1"), (502, [])),
    (product(parts=[{"name": ""}]), (502, 0, None), (200, ["#/parts/*/name"])),
    (product(id="much too long"), (502, 0, None), (200, ["#/id"])),
    (parts({"name": "b", "state": "lost"}), (200, 1, "parts;reason=bad-body;dropped=1"),
     (200, ["#/parts/*/state"])),
    (product(id=7), (502, 0, None), (502, [])),
    ({"id": "p-1"}, (502, 0, None), (502, [])),
]  # fmt: skip


def asked(mode, tmp_path):
    """Ask for the product of each row; give the answers, and what the log says of them."""
    folder, _ = built_case(f"composition/on-invalid/{mode}", tmp_path)
    says = {("GET", f"/products/{n}"): (200, body) for n, (body, *_) in enumerate(ROWS)}
    with (
        Recorder(answers=says) as recorder,
        Bff(folder, {"BFF_UPSTREAM_CATALOG_URL": recorder.url}) as bff,
    ):
        answered = [bff.ask(f"/products/{number}") for number in range(len(ROWS))]
    assert not [line for line in bff.log if "Warning" in line]
    lines = [json.loads(line) for line in bff.log if line.startswith("{")]
    told = [line.get("invalid", []) for line in lines if line.get("operation") == "getProduct"]
    return list(zip(ROWS, answered, told, strict=True))


def test_broken_elements_are_left_out_and_told(tmp_path):
    for (body, (status, count, told), _), answered, _ in asked("drop-item", tmp_path):
        assert answered.status == status, body
        assert answered.headers.get("bff-incomplete") == told, body
        assert (answered.headers.get("cache-control") == "no-store") is (
            status > 200 or told is not None
        )
        if status == 200:
            assert len(answered.json()["parts"]) == count, body
            assert answered.json().get("missing") == (["parts"] if told else None)


def test_what_is_out_of_bounds_is_served_and_counted(tmp_path):
    for (body, _, (status, pointers)), answered, told in asked("observe", tmp_path):
        assert (answered.status, "bff-incomplete" in answered.headers) == (status, False), body
        assert told == [
            {"source": "product", "pointer": each, "mode": "observe", "count": 1}
            for each in pointers
        ]
        # What is out of bounds is served as it came.
        assert status == 502 or answered.json() == body
