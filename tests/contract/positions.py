"""Where nodes stand by another way of looking: PyYAML's composed nodes (JSON is YAML to it).

Used by tests of the locator, on drawn documents and on public contracts.
"""

import yaml

from bffgen.contract.pointer import locator
from bffgen.model.place import Place, join


def positions(text):
    """Give pointer -> (line and column of the key, of the value), 1-based; None without a key.

    A value is its content: behind the quote, the head of a block, anchors and tags. Where nothing
    is written there is no content, and the key stands for it. A node below an alias is left out.
    """
    found = {}
    lines = text.split("\n")
    seen = set()

    def visit(node, pointer, key):
        if id(node) in seen:  # an alias, whose node is its anchor's
            found[pointer] = (key, None)
            return
        seen.add(id(node))
        found[pointer] = (key, content(node, lines) or key)
        if isinstance(node, yaml.MappingNode):
            for key_node, value_node in node.value:
                where = join(pointer, key_node.value)
                visit(value_node, where, content(key_node, lines))
        elif isinstance(node, yaml.SequenceNode):
            for number, item in enumerate(node.value):
                visit(item, join(pointer, number), None)

    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    if root is not None:
        visit(root, "", None)
    return found


def content(node, lines):
    line, column = node.start_mark.line, node.start_mark.column
    if node.start_mark.index == node.end_mark.index:
        return None
    while lines[line][column : column + 1] in ("&", "!"):
        column = lines[line].find(" ", column)
        if column < 0:
            line, column = line + 1, 0
        while lines[line][column : column + 1] == " ":
            column += 1
    style = getattr(node, "style", None)
    if style in ("'", '"'):
        return (line + 1, column + 2) if node.value else None
    if style in ("|", ">"):
        line += 1
        while line < len(lines) and not lines[line].strip():
            line += 1
        if not node.value.strip():
            return None
        column = len(lines[line]) - len(lines[line].lstrip())
    return line + 1, column + 1


def everywhere(value):
    """Give every pointer of a value, and beside each one that it does not have."""
    work = [("", value)]
    while work:
        here, value = work.pop()
        yield here
        yield join(here, "no such member")
        if isinstance(value, dict):
            work += ((join(here, key), below) for key, below in value.items())
        elif isinstance(value, list):
            yield join(here, len(value))
            work += ((join(here, number), below) for number, below in enumerate(value))


def agreeing(document, raw, value, pointers):
    """Assert that places of a document that was read are where they are in one that was not."""
    read = {document: raw}.get
    by_lines, by_parse = locator(read, values={document: value}), locator(read)
    for pointer in pointers:
        place = Place(document=document, pointer=pointer)
        for on in ("key", "value"):
            assert by_lines(place, on) == by_parse(place, on), (pointer, on)
