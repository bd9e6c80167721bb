"""Bodies of parts over real sockets: what curl sends, what upstreams get, what is refused.

The case of tests/cases/composition/requests/parts, its two upstreams recorded.
"""

import http.client
import json
import subprocess
from pathlib import Path

import pytest

from tests.e2e.cases import built_case
from tests.e2e.multipart import part, parts, told_only
from tests.e2e.recorder import Recorder
from tests.e2e.served import Bff

PNG = b"\x89PNG\r\n\x1a\n\r\n--not the boundary\r\n" + bytes(range(256)) * 40
KIB = 1024
PHOTOS = "/products/p-1/photos"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The folder of the BFF."""
    return built_case("composition/requests/parts", tmp_path_factory.mktemp("parts"))[0]


@pytest.fixture(scope="module")
def recorder():
    """Both upstreams."""
    answers = {("POST", each): (201, None) for each in (PHOTOS, "/cases", "/notes")}
    with Recorder(answers=answers) as recorder:
        yield recorder


@pytest.fixture(scope="module")
def bff(folder, recorder):
    """The BFF before them."""
    urls = {f"BFF_UPSTREAM_{each}_URL": recorder.url for each in ("CATALOG", "STOCK")}
    with Bff(folder, urls) as bff:
        yield bff


@pytest.fixture
def curl(bff, recorder):
    """Send by curl; gives the status, the answer, and what the upstream was sent."""

    def send(path, *arguments):
        recorder.sent.clear()
        address = f"http://127.0.0.1:{bff.port}{path}"
        command = ["curl", "-s", "-w", "\\n%{http_code}", *arguments, address]
        made = subprocess.run(command, capture_output=True, text=True, check=True)
        said, _, status = made.stdout.rpartition("\n")
        return int(status), json.loads(said) if said else None, list(recorder.sent)

    return send


@pytest.fixture
def raw(bff, recorder):
    """Send bytes as a body of parts; gives the same."""

    def send(path, body, content_type="multipart/form-data; boundary=xx"):
        recorder.sent.clear()
        connection = http.client.HTTPConnection("127.0.0.1", bff.port, timeout=60)
        connection.request("POST", path, body, {"Content-Type": content_type})
        answered = connection.getresponse()
        said = answered.read()
        connection.close()
        return answered.status, json.loads(said) if said else None, list(recorder.sent)

    return send


def test_parts_go_on_by_name_with_type_and_file_name(curl, tmp_path):
    (tmp_path / "lamp.png").write_bytes(PNG)
    status, _, (one,) = curl(
        PHOTOS,
        *("-F", "caption=Lampe à côté & co"),
        *("-F", f"image=@{tmp_path / 'lamp.png'};type=image/png"),
        *("-F", "position=2"),
    )
    assert status == 201
    assert int(one.headers["content-length"]) == len(one.body)
    assert parts(one) == [
        ("caption", None, None, "Lampe à côté & co".encode()),
        ("image", "lamp.png", "image/png", PNG),
        ("position", None, None, b"2"),
    ]


def test_parts_are_built_of_other_parts(curl, tmp_path):
    (tmp_path / "a.bin").write_bytes(PNG)
    (tmp_path / "b.pdf").write_bytes(b"%PDF")
    status, _, (one,) = curl(
        "/claims",
        *("-F", f"photo=@{tmp_path / 'a.bin'}"),
        *("-F", "title=Broken", "-F", "weight=1.5", "-F", 'from={"name":"Kim","more":1}'),
        *("-F", f"papers=@{tmp_path / 'b.pdf'};type=application/pdf"),
        *("-F", f"papers=@{tmp_path / 'a.bin'};type=text/plain"),
        *("-F", "unknown=left out"),
    )
    assert status == 201
    assert parts(one) == [
        ("subject", None, None, b"Broken"),
        ("weight", None, None, b"1.5"),
        ("picture", "a.bin", "application/octet-stream", PNG),
        ("documents", "b.pdf", "application/pdf", b"%PDF"),
        ("documents", "a.bin", "text/plain", PNG),
        ("by", None, "application/json", b'{"name":"Kim"}'),
    ]


def test_fields_become_json_and_a_body_may_be_absent(curl):
    status, _, (one,) = curl("/notes", "-F", "text=hello", "-F", "labels=a", "-F", "labels=b")
    assert (status, one.json()) == (201, {"text": "hello", "labels": ["a", "b"]})
    status, _, (one,) = curl("/notes", "-X", "POST")
    assert (status, one.json()) == (201, {})


@pytest.mark.parametrize(
    ("filename", "goes_on_as"),
    [
        (b"../../etc/passwd", b"passwd"),
        (b"C:\\Users\\me\\x.png", b"x.png"),
        (b"a%22; x=%0D%0AEvil: 1", b"a%22; x=Evil: 1"),
        (b'say \\"hi\\".png', b"say %22hi%22.png"),
        ("caf\u00e9 \u2603.png".encode(), "caf\u00e9 \u2603.png".encode()),
        (b"..", b""),
    ],
)
def test_a_file_name_is_the_last_step_of_a_path_and_nothing_of_a_header(raw, filename, goes_on_as):
    body = part("caption", b"x") + part("image", b"abc", filename=filename, media_type=b"image/png")
    status, _, (one,) = raw(PHOTOS, body + b"--xx--\r\n")
    assert status == 201
    heads = one.body.split(b"\r\n\r\n")
    (head,) = [each for each in heads if b'name="image"' in each]
    assert head.rpartition(b"Content-Disposition")[2] == (
        b': form-data; name="image"; filename="' + goes_on_as + b'"\r\nContent-Type: image/png'
    )


IMAGE = part("image", b"abc", media_type=b"image/png")
WHOLE = part("caption", b"x") + IMAGE
END = b"--xx--"


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        (part("caption", b"x") + END, {"#/body/image"}),
        (WHOLE, {"#/body"}),
        (WHOLE[:-40], {"#/body"}),
        (b"no parts at all", {"#/body"}),
        (b"--xx--\r\n", {"#/body/caption", "#/body/image"}),
        (
            part("caption", b"") + IMAGE + part("position", b"0") + END,
            {"#/body/caption", "#/body/position"},
        ),
        (WHOLE + part("caption", b"y") + END, {"#/body/caption"}),
        (WHOLE + IMAGE + END, {"#/body/image"}),
        (WHOLE + part("colour", b"red") + END, {"#/body/colour"}),
        (WHOLE + part("colour", b"r", filename=b"r") + END, {"#/body/colour"}),
        (part("caption", b"\xff") + IMAGE + END, {"#/body/caption"}),
        (b"--xx\r\nContent-Type: text/plain\r\n\r\nx\r\n--xx--", {"#/body"}),
        (b"--xx\r\nContent-Disposition: form-data\r\n\r\nx\r\n--xx--", {"#/body"}),
        (b'--xx\r\nContent-Disposition: form-data; name="\xff"\r\n\r\nx\r\n--xx--', {"#/body"}),
        (b"--xx\r\n" + b"X-A: b\r\n" * 9 + b"\r\nx\r\n--xx--", {"#/body"}),
        (b"--xx\r\nX-A: " + b"b" * 5000 + b"\r\n\r\nx\r\n--xx--", {"#/body"}),
    ],
    ids=[
        *("lacking", "no end", "no head's end", "no parts", "nothing in it", "out of bounds"),
        *("a field twice", "a file twice", "closed out", "a file closed out", "no UTF-8"),
        *("no disposition", "no name", "a name of bytes", "many headers", "a long header"),
    ],
)
def test_what_is_no_body_of_the_contract_is_told_by_place_and_not_sent(raw, body, pointers):
    status, answer, sent = raw(PHOTOS, body)
    assert (status, answer["code"], sent) == (422, "invalid-request", [])
    assert {each["pointer"] for each in answer["errors"]} == pointers


@pytest.mark.parametrize(
    ("body", "status", "code", "pointer"),
    [
        (
            part("image", b"x", media_type=b"image/gif"),
            *(415, "media-type-unsupported", "#/body/image"),
        ),
        (
            part("caption", b"x", media_type=b"application/json"),
            *(415, "media-type-unsupported", "#/body/caption"),
        ),
        (
            part("caption", b"x", media_type=b"text/plain; charset=latin-1"),
            *(415, "media-type-unsupported", "#/body/caption"),
        ),
        (
            part("image", bytes(4 * KIB * KIB + 1), media_type=b"image/png"),
            *(413, "body-too-large", "#/body/image"),
        ),
        (part("caption", bytes(KIB * KIB + 1)), *(413, "body-too-large", "#/body/caption")),
        (part("nothing", b"") * 1001, *(413, "body-too-large", "#/body")),
    ],
    ids=["image", "json", "charset", "file", "fields", "count"],
)
def test_a_part_that_is_not_taken_is_refused_by_its_place(raw, body, status, code, pointer):
    found, answer, sent = raw(PHOTOS, body + b"--xx--\r\n")
    assert (found, answer["code"], sent) == (status, code, [])
    assert [each["pointer"] for each in answer["errors"]] == [pointer]


def test_a_body_that_is_too_large_or_in_another_form_is_refused_as_any_is(raw, bff):
    status, said = told_only(bff.port, "POST", "/claims", "multipart/form-data", 257 * KIB)
    assert (status, json.loads(said)["code"]) == (413, "body-too-large")
    status, answer, sent = raw("/claims", b"{}", "application/json")
    assert (status, answer["code"], sent) == (415, "media-type-unsupported", [])
    status, answer, sent = raw("/claims", WHOLE, "multipart/form-data")
    assert (status, answer["errors"][0]["pointer"], sent) == (422, "#/body", [])


def test_a_file_that_is_too_short_is_told(raw):
    body = part("title", b"x") + part("photo", b"abc") + b"--xx--"
    status, answer, sent = raw("/claims", body)
    assert (status, sent) == (422, [])
    assert [each["pointer"] for each in answer["errors"]] == ["#/body/photo"]


def test_a_part_may_come_in_any_pieces(bff, recorder):
    recorder.sent.clear()
    body = part("caption", b"x") + part("image", PNG, media_type=b"image/png") + b"--xx--\r\n"
    connection = http.client.HTTPConnection("127.0.0.1", bff.port, timeout=60)
    pieces = iter([body[at : at + 7] for at in range(0, len(body), 7)])
    headers = {"Content-Type": "multipart/form-data; boundary=xx", "Transfer-Encoding": "chunked"}
    connection.request("POST", PHOTOS, pieces, headers, encode_chunked=True)
    assert connection.getresponse().status == 201
    connection.close()
    assert parts(recorder.sent[0])[1][3] == PNG


def peak_kib(bff):
    """Give the most memory that the BFF has had."""
    status = Path(f"/proc/{bff.process.pid}/status").read_text()
    return int(next(line.split()[1] for line in status.splitlines() if line.startswith("VmHWM")))


def test_files_are_not_kept_in_memory_and_nothing_is_left_of_them(raw, bff):
    image = bytes(4 * KIB * KIB)
    body = part("caption", b"x") + part("image", image, media_type=b"image/png") + b"--xx--"
    assert raw(PHOTOS, body)[0] == 201
    before = peak_kib(bff)
    for _ in range(5):
        status, _, (one,) = raw(PHOTOS, body)
        assert (status, len(parts(one)[1][3])) == (201, len(image))
    assert peak_kib(bff) - before < 3 * KIB
    opened = [each.readlink() for each in Path(f"/proc/{bff.process.pid}/fd").iterdir()]
    assert not [each for each in opened if "(deleted)" in str(each)]
