"""Parts: what is written is read back, whatever it holds and in whatever pieces it comes."""

import asyncio
from types import SimpleNamespace

import pytest
from bff_package.runtime.body import MISSING, Body
from bff_package.runtime.content import Content
from bff_package.runtime.file_part import FilePart
from bff_package.runtime.multipart import MULTIPART, Malformed, Parts
from bff_package.runtime.parts_body import PartsBody, TakenFile
from bff_package.runtime.parts_sent import parts_sending
from bff_package.runtime.spool import Spool
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import Field
from starlette.requests import Request


class Place(Body):
    shelf: int


class Upload(Body):
    title: str
    count: int | MISSING = MISSING
    labels: list[str] | MISSING = MISSING
    place: Place | MISSING = MISSING
    strange: str | MISSING = Field(default=MISSING, alias='a "name";\r\n')
    photo: FilePart
    more: list[FilePart] | MISSING = MISSING


FILES = {"photo": TakenFile(), "more": TakenFile(repeats=True)}
BODY = PartsBody(Upload, files=FILES, max_bytes=1 << 30)
FILE_NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters='/\\%"'))
CONTENTS = st.binary(max_size=300) | st.lists(
    st.sampled_from([b"\r\n", b"--", b"\r", b"\n", b"-", b"boundary", b"\0"]), max_size=20
).map(b"".join)
SENT_FILES = st.builds(
    FilePart,
    CONTENTS,
    media_type=st.sampled_from(["image/png", "text/plain; charset=x"]),
    filename=FILE_NAMES.filter(lambda name: name.strip(" ") not in ("", ".", "..")),
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)


def uploads():
    given = {
        "title": TEXTS,
        "count": st.integers(),
        "labels": st.lists(TEXTS, min_size=1, max_size=3),
        "place": st.builds(Place, shelf=st.integers(-5, 5)),
        'a "name";\r\n': TEXTS,
        "photo": SENT_FILES,
        "more": st.lists(SENT_FILES, min_size=1, max_size=2),
    }
    needed = {name: given.pop(name) for name in ("title", "photo")}
    return st.fixed_dictionaries(needed, optional=given).map(lambda each: Upload(**each))


async def read_back(body, size):
    """Read what is sent of a body, in pieces of a size."""
    sent = parts_sending(body)
    written = b"".join([piece async for piece in sent.pieces()])
    assert written == b"".join([piece async for piece in sent.pieces()])
    assert sent.length == len(written)
    pieces = iter([written[at : at + size] for at in range(0, len(written), size)])

    async def receive():
        piece = next(pieces, None)
        return {"type": "http.request", "body": piece or b"", "more_body": piece is not None}

    headers = [(b"content-type", sent.media_type.encode())]
    scope = {"type": "http", "http_version": "2", "headers": headers}
    call = SimpleNamespace(identity=None, extend=lambda seconds: None)
    return await BODY.read(Request(scope, receive), call)


async def told(body):
    """Give all that a body holds, files by their bytes."""

    async def of(file):
        return file.media_type, file.filename, await file.read()

    more = [] if body.more is MISSING else [await of(each) for each in body.more]
    rest = {name: value for name, value in body if name not in ("photo", "more")}
    return rest, await of(body.photo), more


@given(uploads(), st.integers(1, 90))
@example(Upload(title="", photo=FilePart(b"\r\n--", media_type="image/png", filename="a b")), 1)
def test_what_is_sent_is_read_back(body, size):
    async def main():
        assert await told(await read_back(body, size)) == await told(body)

    asyncio.run(main())


@given(st.lists(st.tuples(st.binary(max_size=200), st.booleans()), max_size=8))
def test_what_is_spooled_is_given_to_each_reader(writes):
    async def main():
        spool = Spool()
        for piece, to_file in writes:
            await spool.write(piece, to_file=to_file)
        whole = b"".join(piece for piece, _ in writes)
        assert await asyncio.gather(spool.read(), spool.read()) == [whole, whole]
        assert spool.size == len(whole)
        assert spool.digest == Spool(whole).digest
        assert spool.in_memory == (0 if any(to_file for _, to_file in writes) else len(whole))

    asyncio.run(main())


@given(st.binary(max_size=400), st.integers(1, 50))
@example(b"--x\r\nContent-Disposition: form-data; name=a\r\n\r\n\r\n--x--", 3)
def test_whatever_comes_is_parts_or_malformed(content, size):
    parts = Parts(f"{MULTIPART}; boundary=x")
    try:
        for at in range(0, len(content), size):
            parts.feed(content[at : at + size])
    except Malformed:
        return
    assert not parts.is_whole or content.find(b"--x--") >= 0


@pytest.mark.parametrize("boundary", ["", "a" * 71, "a\u00e9", "a<b", "a "])
def test_a_boundary_is_one_of_the_standard(boundary):
    with pytest.raises(Malformed):
        Parts(f'{MULTIPART}; boundary="{boundary}"')


@pytest.mark.parametrize("media_type", ["image/png\r\nX-Evil: 1", "image/png\n", "image/\u00e9"])
@pytest.mark.parametrize("made", [FilePart, Content])
def test_a_media_type_is_one_line_of_a_header(made, media_type):
    with pytest.raises(ValueError, match="printable ASCII"):
        made(b"x", media_type=media_type)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
@example("image/png\r\nX-Evil: 1")
def test_no_media_type_writes_another_line(media_type):
    try:
        file = FilePart(b"x", media_type=media_type)
    except ValueError:
        return

    async def main():
        sent = parts_sending(Upload(title="", photo=file))
        return b"".join([piece async for piece in sent.pieces()])

    head = asyncio.run(main()).partition(b'name="photo"')[2].partition(b"\r\n\r\n")[0]
    assert len(head.splitlines()) == (2 if media_type else 1)
