"""Lower the operations of a document: those of its paths, its webhooks, and what they call back.

In:  a document that is being lowered.
Out: Operation and Callback values, in the document's order.
How: a path item is one thing wherever it stands; what it stands under is the operation's path: a
     template, the name of a webhook, the expression of a callback.
"""

from collections.abc import Collection, Iterator

from bffgen.contract.bodies import Bodies
from bffgen.contract.parameters import Parameters, check_template, is_left_out
from bffgen.contract.reading import Reading, said, text
from bffgen.contract.schemes import read_security
from bffgen.contract.servers import read_servers
from bffgen.model.api import Callback, Operation
from bffgen.model.finding import finding
from bffgen.model.grammar import METHODS
from bffgen.model.place import join


class Operations:
    """The operations of one document."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._bodies = Bodies(reading)
        self._parameters = Parameters(reading, self._bodies)
        self._named: dict[str, tuple[str, str]] = {}
        # The callbacks that are being lowered, by pointer: one may lead back into itself.
        self._open: set[str] = set()

    def of_paths(self) -> tuple[tuple[Operation, ...], tuple[Operation, ...]]:
        """Give the operations of the paths, and those with what no BFF can keep yet."""
        kept: list[Operation] = []
        left_out: list[Operation] = []
        for path in self._reading.mapping("/paths"):
            if path.startswith("x-"):
                continue
            item = join("/paths", path)
            for each in self._of_item(item, path, ""):
                (left_out if is_left_out(each.parameters) else kept).append(each)
        return tuple(kept), tuple(left_out)

    def outlines(self, present: Collection[str]) -> tuple[Operation, ...]:
        """Give the operations of the paths that are not present, without their messages.

        Args:
            present: pointers of operations.
        """
        return tuple(
            Operation(
                key=f"{method} {path}",
                operation_id=said(self._reading.mapping(where), "operationId"),
                method=method,
                path=path,
                summary="",
                description="",
                tags=(),
                deprecated=False,
                parameters=(),
                body=None,
                responses=(),
                security=None,
                servers=read_servers(self._reading, where, item, ""),
                pointer=where,
                item_pointer=item,
            )
            for path in self._reading.mapping("/paths")
            if not path.startswith("x-")
            for item in (join("/paths", path),)
            for method, where in self._methods(item)
            if where not in present
        )

    def of_webhooks(self) -> tuple[Operation, ...]:
        """Give what the BFF calls of its own accord."""
        return tuple(
            each
            for name in self._reading.mapping("/webhooks")
            for each in self._of_item(join("/webhooks", name), name, "webhook ")
        )

    def _of_item(self, item: str, path: str, prefix: str) -> Iterator[Operation]:
        """Lower the operations of a path item and of the one behind its `$ref`, each method once.

        Args:
            prefix: what stands before `METHOD path` in the key; nothing says that clients call it.
        """
        holders = list(dict.fromkeys((item, self._reading.behind(item))))
        met: set[str] = set()
        for holder in holders:
            for method, where in self._methods(holder):
                if method not in met:
                    met.add(method)
                    yield self._operation(f"{prefix}{method} {path}", method, path, holders, where)

    def _methods(self, item: str) -> Iterator[tuple[str, str]]:
        for key in self._reading.mapping(item):
            if key in METHODS:
                yield key.upper(), join(item, key)
            elif key == "additionalOperations":
                for method in self._reading.mapping(join(item, key)):
                    yield method, join(item, key, method)

    def _operation(
        self, key: str, method: str, path: str, items: list[str], pointer: str
    ) -> Operation:
        reading = self._reading
        written = reading.mapping(pointer)
        is_called = key == f"{method} {path}"
        parameters = self._parameters.merged([*reversed(items), pointer])
        if is_called and not is_left_out(parameters):
            check_template(reading, path, items[0], parameters)
            self._check_name(key, said(written, "operationId"), join(pointer, "operationId"))
        body = reading.behind(join(pointer, "requestBody")) if "requestBody" in written else None
        tags = written.get("tags")
        return Operation(
            key=key,
            operation_id=said(written, "operationId"),
            method=method,
            path=path,
            summary=text(written, "summary"),
            description=text(written, "description"),
            tags=tuple(each for each in tags if isinstance(each, str))
            if isinstance(tags, list)
            else (),
            deprecated=written.get("deprecated") is True,
            parameters=parameters,
            body=None if body is None else self._bodies.body(body),
            responses=tuple(self._bodies.responses(pointer, has_content=method != "HEAD")),
            security=read_security(reading, pointer, *([""] if is_called else [])),
            servers=read_servers(reading, pointer, *items, ""),
            callbacks=tuple(self._callbacks(key, pointer)),
            sunset=said(written, "x-sunset"),
            pointer=pointer,
            item_pointer=items[0],
        )

    def _callbacks(self, owner: str, operation: str) -> Iterator[Callback]:
        for name in self._reading.mapping(join(operation, "callbacks")):
            pointer = self._reading.behind(join(operation, "callbacks", name))
            if name.startswith("x-") or pointer in self._open:
                continue
            self._open.add(pointer)
            for expression in self._reading.mapping(pointer):
                if not expression.startswith("x-"):
                    item, prefix = join(pointer, expression), f"{owner} callback {name} "
                    yield Callback(
                        name=name,
                        expression=expression,
                        operations=tuple(self._of_item(item, expression, prefix)),
                        pointer=item,
                    )
            self._open.discard(pointer)

    def _check_name(self, key: str, name: str | None, where: str) -> None:
        """Hold an operationId against those that were met before."""
        if name is None:
            return
        # Two paths may refer to one path item: then one place names two operations.
        first_key, first = self._named.setdefault(name, (key, where))
        if first_key != key:
            marks = (self._reading.bundle.place(where), self._reading.bundle.place(first))
            self._reading.doubt(finding("input-operation-id-twice", *marks, name=name))
