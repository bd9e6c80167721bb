"""A fake of an upstream: it answers by its contract, the same to the same request.

In:  an Api, a seed; requests as they come over the wire.
Out: status, headers and body that the contract declares, or a problem that says what is wrong.
How: a body is an example of the contract where one shows the ids that are asked for, else drawn
     from seed and ids, so that one id is one thing in every operation and at every upstream of a
     seed. Ids come back under the properties that mean them. An id that begins with `missing` is
     answered with the declared 404.
"""

from collections.abc import Mapping, Sequence
from random import Random
from typing import Final

from bffgen.model.api import Api, MediaType, Operation, Response
from bffgen.model.canonical import Json, canonical_bytes, digest
from bffgen.model.spelling import words
from bffgen.proof.validate import is_valid
from bffgen.verify.examples import known_objects, media_examples, parameter_examples
from bffgen.verify.hints import Echo, Hints
from bffgen.verify.request import Given, Matched, Unmatched, is_json, match, read_request, templates
from bffgen.verify.sample import Sampler, Unsampled
from bffgen.verify.wire import (
    NO_BODY,
    OF_THE_SERVER,
    FakeAnswer,
    about_fault,
    content_type,
    header_text,
    is_text,
    plain_problem,
    spoken,
)

_MISSING: Final = "missing"
_NOT_MODIFIED: Final = 304
# Of a body that is neither JSON nor text.
_OCTETS: Final = 24
# Parameters that say how much is wanted and not what: names by their words.
_AMOUNTS: Final = frozenset(
    (
        *(("limit",), ("page", "size"), ("per", "page"), ("max", "results"), ("top",), ("first",)),
        *(("size",), ("count",), ("page", "limit"), ("max", "items")),
    )
)
# Where a page begins, and where the next one does.
_CURSORS: Final = frozenset((("cursor",), ("page", "token"), ("after",), ("starting", "after")))
_NEXT: Final = frozenset((("next", "cursor"), ("next", "page", "token"), ("next",)))
# What an id is called.
_KEY_WORDS: Final = (("id",), ("key",), ("sku",), ("code",), ("slug",))
# What speaks of the same thing wherever it stands in a body.
_DEEP: Final = frozenset((("currency",), ("locale",), ("language",)))


class Fake:
    """One upstream that is played by its contract.

    Args:
        api: the contract, as it answers.
        seed: two fakes of one contract and one seed answer alike.
        requests: the contract as it is asked (`model/view.py`); the same where it has no member
            that one side alone sends.
    """

    def __init__(self, api: Api, seed: int, requests: Api | None = None) -> None:
        self._api, self._seed = api, seed
        self._requests = requests or api
        self._templates = templates(api)
        self._sampler = Sampler(api.meaning)
        self._known = known_objects(api)
        self._examples: dict[str, tuple[Json, ...]] = {}

    @property
    def base_path(self) -> str:
        """Give the path of the contract's server, which belongs into the fake's address."""
        return self._api.base_path

    def answer(
        self,
        method: str,
        path: str,
        query: str = "",
        headers: Mapping[str, str] | None = None,
        body: bytes = b"",
    ) -> FakeAnswer:
        """Answer a request.

        Args:
            method: in capitals.
            path: percent-encoded, with or without the contract's base path.
            query: as sent, without the question mark.
            headers: names in lower case.
            body: as sent.
        """
        matched = self._matched(method, path)
        if isinstance(matched, Unmatched):
            return self._unmatched(matched, method, path)
        given = read_request(self._requests, matched, query, headers or {}, body)
        operation = matched.operation
        if given.faults:
            return self._fault(operation, (422, 400), "; ".join(given.faults))
        if any(text.lower().startswith(_MISSING) for _, text in matched.path_texts):
            response = _declared(operation, (404,))
            if response is not None:
                shown = ", ".join(f"{name} `{text}`" for name, text in matched.path_texts)
                return self._fault(operation, (404,), f"nothing is known of {shown}")
        try:
            return self._success(matched, given)
        except Unsampled as fault:
            return self._fault(operation, (500,), f"the fake of {operation.name}: {fault}")

    def _matched(self, method: str, path: str) -> Matched | Unmatched:
        base = self.base_path
        if base and path.startswith(f"{base}/"):
            below = match(self._templates, method, path.removeprefix(base))
            if isinstance(below, Matched) or below.methods:
                return below
        return match(self._templates, method, path)

    def _unmatched(self, unmatched: Unmatched, method: str, path: str) -> FakeAnswer:
        if not unmatched.methods:
            return self._fault(None, (404,), f"the contract has no path `{path}`")
        allowed = ", ".join(unmatched.methods)
        detail = f"`{path}` is declared for {allowed}, and {method} was sent"
        return self._fault(None, (405,), detail, ("Allow", allowed))

    # What was asked for.

    def _success(self, matched: Matched, given: Given) -> FakeAnswer:
        operation = matched.operation
        response = _success_of(operation)
        if response is None:
            return self._fault(operation, (501,), f"{operation.name} declares no answer")
        hints = self._hints(matched, given)
        status = _number(response.status, 200)
        media = spoken(response.content)
        headers = self._headers(response, hints)
        if _is_known(operation, given, headers):
            return FakeAnswer(status=_NOT_MODIFIED, headers=headers, body=b"")
        if media is None or status in NO_BODY:
            return FakeAnswer(status=status, headers=headers, body=b"")
        body = self._body(media, hints, matched, given)
        return FakeAnswer(
            status=status, headers=(content_type(media.media_type), *headers), body=body
        )

    def _hints(self, matched: Matched, given: Given) -> Hints:
        path, query = given.values("path"), given.values("query")
        sent = given.body if isinstance(given.body, dict) else {}
        echoes = [Echo.of(n, v) for n, v in (*path, *sent.items())]
        echoes += [Echo.of(n, v, deep=words(n) in _DEEP) for n, v in query]
        amounts = [v for n, v in query if words(n) in _AMOUNTS and isinstance(v, int)]
        chosen: list[Json] = [[n, v] for n, v in query if words(n) not in _AMOUNTS]
        return Hints(
            seed=str(self._seed),
            identity="/".join(str(value) for _, value in path) or matched.operation.name,
            selection=digest([chosen, given.body])[:12] if chosen or given.body else "",
            own_id=_own_id(matched.operation, path),
            echoes=tuple(echoes),
            most=amounts[0] if amounts else None,
            keys=_keys({**{n: v for n, v in query if _is_of_keys(n)}, **sent}),
            known=self._known,
        )

    def _body(self, media: MediaType, hints: Hints, matched: Matched, given: Given) -> bytes:
        if not is_json(media.media_type) and not is_text(media.media_type):
            return self._random(hints).randbytes(_OCTETS)
        shown = self._shown(media, matched.operation, given)
        if media.schema_pointer is None:
            value = shown[0] if shown else {} if is_json(media.media_type) else ""
        elif shown:
            value = self._sampler.echoed(media.schema_pointer, shown[0], hints)
        else:
            value = self._sampler.sample(media.schema_pointer, self._random(hints), hints)
        if is_json(media.media_type):
            return canonical_bytes(self._page(media, value, given))
        if isinstance(value, str):
            return value.encode()
        raise Unsampled(media.schema_pointer or media.pointer, f"no text of `{media.media_type}`")

    def _page(self, media: MediaType, value: Json, given: Given) -> Json:
        """Make what a cursor is sent for the last page, so that a walk over the pages ends."""
        pointer = media.schema_pointer
        is_further = any(words(name) in _CURSORS for name, _ in given.values("query"))
        if not is_further or pointer is None or not isinstance(value, dict):
            return value
        for name in [each for each in value if words(each) in _NEXT]:
            without: Json = {key: member for key, member in value.items() if key != name}
            for last in (without, {**value, name: None}):
                if is_valid(self._api.meaning, pointer, last):
                    return last
        return value

    def _random(self, hints: Hints) -> Random:
        return Random(f"{self._seed}|{hints.identity}|{hints.selection}")

    def _shown(self, media: MediaType, operation: Operation, given: Given) -> tuple[Json, ...]:
        """Give the examples that show what is asked for."""
        if given.body is not None:
            return ()
        return tuple(
            example
            for example in self._media_examples(media)
            if all(
                self._is_shown(example, operation, name, value)
                for name, value in given.values("path")
            )
            and (given.values("path") or self._is_usual(operation, given))
        )

    def _media_examples(self, media: MediaType) -> tuple[Json, ...]:
        if media.pointer not in self._examples:
            self._examples[media.pointer] = media_examples(self._api, media)
        return self._examples[media.pointer]

    def _is_shown(self, example: Json, operation: Operation, name: str, value: Json) -> bool:
        """Say whether an example is about a path parameter's value: by itself, or by that of it."""
        if isinstance(example, dict):
            means = [each for each in example if words(each) == words(name)]
            if not means and _names_itself(operation, name):
                means = [each for each in example if each.lower() == "id"]
            if means:
                return str(example[means[0]]) == str(value)
        parameter = operation.parameter("path", name)
        shown = parameter_examples(self._api, parameter) if parameter else ()
        return any(str(each) == str(value) for each in shown)

    def _is_usual(self, operation: Operation, given: Given) -> bool:
        """Say whether a query asks for nothing but what the contract's examples ask for."""
        for parameter, value in given.parameters:
            is_choice = parameter.location == "query" and words(parameter.name) not in _AMOUNTS
            if is_choice and value not in parameter_examples(self._api, parameter):
                return False
        return True

    # Headers and faults.

    def _headers(self, response: Response, hints: Hints) -> tuple[tuple[str, str], ...]:
        """Give the required headers, and others now and then."""
        found = []
        for each in response.headers:
            rng = Random(f"{hints.seed}|{hints.identity}|header {each.name}")
            if each.name.lower() in OF_THE_SERVER or each.schema_pointer is None:
                continue
            if each.required or rng.random() < 0.5:
                shown = self._media_examples(_as_media(each.pointer, each.schema_pointer))
                named = Hints(seed=hints.seed, identity=hints.identity, called=each.name)
                value = shown[0] if shown else self._sampler.sample(each.schema_pointer, rng, named)
                found.append((each.name, header_text(value)))
        return tuple(found)

    def _fault(
        self,
        operation: Operation | None,
        statuses: Sequence[int],
        detail: str,
        *headers: tuple[str, str],
    ) -> FakeAnswer:
        """Answer a problem: in the form that the contract declares, else in that of RFC 9457."""
        response = _declared(operation, statuses) if operation else None
        media = spoken(response.content) if response else None
        if response is None or media is None or media.schema_pointer is None:
            return plain_problem(statuses[0], detail, *headers)
        status = _number(response.status, statuses[0])
        hints = about_fault(status, detail)
        if not is_json(media.media_type):
            return plain_problem(status, detail, *headers)
        try:
            value = self._sampler.sample(media.schema_pointer, Random(detail), hints)
            own = self._headers(response, hints)
        except Unsampled:  # the plain form says what is wrong with the request
            return plain_problem(status, detail, *headers)
        return FakeAnswer(
            status=status,
            headers=(content_type(media.media_type), *own, *headers),
            body=canonical_bytes(self._told(media.schema_pointer, value, detail)),
        )

    def _told(self, pointer: str, value: Json, detail: str) -> Json:
        """Say what is wrong in a body that has no member for it, where it admits one."""
        if not isinstance(value, dict) or detail in canonical_bytes(value).decode():
            return value
        trial: Json = {**value, "detail": detail}
        return trial if is_valid(self._api.meaning, pointer, trial) else value


def _success_of(operation: Operation) -> Response | None:
    """Find the answer to a good request: the first 2xx, else `default`, else what is declared.

    A status of 1xx is no answer (RFC 9110 15.2).
    """
    by_status = sorted(operation.responses, key=lambda each: each.status)
    for start in ("2", "default", "3", "4", "5"):
        for each in by_status:
            if each.status.startswith(start):
                return each
    return None


def _is_known(operation: Operation, given: Given, headers: Sequence[tuple[str, str]]) -> bool:
    """Say whether a client has the answer: by the tag that it names, where 304 is declared."""
    tags = [text for name, text in headers if name.lower() == "etag"]
    named = [value for name, value in given.values("header") if name.lower() == "if-none-match"]
    is_told = operation.response(str(_NOT_MODIFIED)) is not None
    return is_told and bool(tags) and any(each in ("*", tags[0]) for each in named)


def _declared(operation: Operation, statuses: Sequence[int]) -> Response | None:
    """Find the entry of the first status that an operation declares, by itself or by a range."""
    exact = map(str, statuses)
    ranges = (f"{status // 100}XX" for status in statuses)
    found = (operation.response(name) for name in (*exact, *ranges, "default"))
    return next((each for each in found if each is not None), None)


def _number(status: str, wanted: int) -> int:
    """Give the status of an entry; of a range the one that is wanted, if it lies in it."""
    if status.isdecimal():
        return int(status)
    is_in_range = status == "default" or status[0] == str(wanted)[0]
    return wanted if is_in_range else int(status[0]) * 100


def _names_itself(operation: Operation, name: str) -> bool:
    """Say whether a path parameter is the id of what the operation is about."""
    own = words(name)
    return operation.path.endswith(f"{{{name}}}") and own[-1:] in (("id",), ("key",), ("slug",))


def _keys(sent: Mapping[str, Json]) -> tuple[Json, ...] | None:
    """Give the ids that a request asks for: the one list of plain values that it sends."""
    lists = [each for each in sent.values() if isinstance(each, list)]
    if len(lists) != 1 or any(isinstance(each, (dict, list)) for each in lists[0]):
        return None
    known = (each for each in lists[0] if not str(each).lower().startswith(_MISSING))
    return tuple(dict.fromkeys(known))


def _is_of_keys(name: str) -> bool:
    """Say whether a list in a query is of ids, as `skus` and `productIds` are, and no filter."""
    return words(name.removesuffix("s"))[-1:] in _KEY_WORDS


def _own_id(operation: Operation, path: Sequence[tuple[str, Json]]) -> Json:
    return next((value for name, value in path if _names_itself(operation, name)), None)


def _as_media(pointer: str, schema_pointer: str) -> MediaType:
    """View a header as something with examples."""
    return MediaType(media_type="", schema=None, schema_pointer=schema_pointer, pointer=pointer)
