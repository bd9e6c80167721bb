"""Layout: what is laid out is what ruff's formatter would make of it, and fits the line.

Random expressions of the kinds that plans and classes hold, drawn by a seed, in one file that ruff
reads once. `BFFGEN_LAYOUTS=5000` draws more of them.
"""

import ast
import os
import random
import subprocess
import sys

import pytest

from bffgen.emit.layout import (
    WIDTH,
    Bracket,
    Chain,
    Choice,
    Clauses,
    Joined,
    Name,
    call,
    display,
    flat,
    lay,
    lay_assigned,
    named,
    names_in,
)

COUNT = int(os.environ.get("BFFGEN_LAYOUTS", "400"))
WORDS = ("a", "id", "title", "price", "brand_name", "canonical_url", "description_html", "stock")
CLASSES = ("Price", "ProductImage", "GetProductPageBody", "Seo", "RecommendationsItem")


class Drawing:
    """Expressions as `emit/expression.py` writes them."""

    def __init__(self, seed):
        self.rng = random.Random(f"layout {seed}")

    def atom(self):
        return ".".join(self.rng.choice(WORDS) for _ in range(self.rng.randint(1, 3)))

    def literal(self):
        return self.rng.choice(("MISSING", "None", "0", '"newest"', "1.5", "True"))

    def condition(self):
        return f"{self.atom()} is {self.rng.choice(('MISSING', 'None'))}"

    def test(self):
        conditions = [self.condition() for _ in range(self.rng.choice((1, 1, 2, 3, 5)))]
        if len(conditions) == 1:
            return conditions[0]
        return Joined(operator="or", operands=tuple(conditions))

    def expression(self, depth):
        if depth == 0:
            return self.rng.choice((self.atom(), self.literal()))
        match self.rng.randrange(8):
            case 0:
                return self.atom()
            case 6:
                return self.display(depth)
            case 1 | 2:
                count = self.rng.randint(0, 6)
                given = [named(self.rng.choice(WORDS) + str(n), self.expression(depth - 1))
                         for n in range(count)]  # fmt: skip
                return call(self.rng.choice(CLASSES), given)
            case 3:
                return call("hooks.price_label", [self.expression(0), self.expression(0)])
            case 4:
                return Choice(
                    test=self.test(),
                    then=self.rng.choice((Name(name="MISSING"), "None", self.atom())),
                    other=self.expression(depth - 1),
                )
            case 5:
                return Bracket(open="[", items=(self.clauses(depth),), close="]")
            case _:
                some = Bracket(open="(", items=(self.clauses(depth),), close=")")
                kept = Bracket(open="(", items=(some, "12"), close=")")
                return call("list", [Chain(parts=(Name(name="islice"), kept))])

    def display(self, depth):
        count = self.rng.randint(1, 6)
        if self.rng.random() < 0.5:
            pairs = [Chain(parts=(f'"k{n}": ', self.expression(depth - 1))) for n in range(count)]
            return display("{", pairs)
        return display(self.rng.choice("[("), [self.expression(depth - 1) for _ in range(count)])

    def clauses(self, depth):
        rng = self.rng
        parts = [self.expression(depth - 1), f"for item in {self.atom()}"]
        if rng.random() < 0.4:
            tests = tuple(f"{self.atom()} is not MISSING" for _ in range(rng.randint(1, 4)))
            parts.append(Chain(parts=("if ", Joined(operator="and", operands=tests))))
        return Clauses(parts=tuple(parts))

    def annotation(self, depth):
        rng = self.rng
        if depth == 0:
            return rng.choice(("str", "int", "Uri", *CLASSES))
        match rng.randrange(4):
            case 0:
                bounds = rng.sample(("max_length=160", "min_length=1", 'alias="x-y"', "ge=1"), 2)
                field = call("Field", bounds)
                inside = Bracket(open="[", items=(self.annotation(depth - 1), field), close="]")
                return Chain(parts=("Annotated", inside))
            case 1:
                return Chain(
                    parts=(
                        "list",
                        Bracket(open="[", items=(self.annotation(depth - 1),), close="]"),
                    )
                )
            case 2:
                values = tuple(f'"{rng.choice(WORDS)}"' for _ in range(rng.randint(1, 9)))
                return Chain(parts=("Literal", Bracket(open="[", items=values, close="]")))
            case _:
                inner = self.annotation(depth - 1)
                parts = inner.operands if isinstance(inner, Joined) else (inner,)
                return Joined(operator="|", operands=(*parts, "None"))

    def statement(self):
        """Give one statement inside a function or class, with the lines around it."""
        rng = self.rng
        match rng.randrange(4):
            case 0:
                node = Chain(parts=("return ", self.expression(3)))
                return "def f():\n    " + lay(node, indent=4, before=4)
            case 1:
                head = f"source.after({self.atom()}).optional"
                begin = Chain(parts=("lambda a: ", call("up.quote_price", ["a.sku", self.atom()])))
                made = call(head, ['"reviews"', begin, named("cap_ms", "180")])
                node = Chain(parts=("price = ", made))
                inside = "def f():\n    with a as source:\n        "
                return inside + lay(node, indent=8, before=8)
            case 2:
                field = Chain(parts=("canonical_url: ", self.annotation(rng.randint(0, 3))))
                is_required = rng.random() < 0.5
                line = lay(field, indent=4, before=4)
                return "class C:\n    " + (
                    line if is_required else lay_assigned(field, "MISSING", indent=4)
                )
            case _:
                typed = [f"{rng.choice(WORDS)}{n}: str" for n in range(rng.randint(0, 9))]
                if rng.random() < 0.2:
                    typed = [f"a: {'x' * rng.randint(1, 80)}"]
                items = Bracket(open="(", items=tuple(typed), close=")")
                node = Chain(parts=("def get_product_page", items, f" -> {rng.choice(CLASSES)}:"))
                return lay(node, indent=0) + '\n    """Ask."""'


def formatted(text, folder):
    path = folder / "laid_out.py"
    path.write_text(text)
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "--no-cache"]
    made = subprocess.run(
        [*command, "--line-length", str(WIDTH), "--diff", str(path)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert made.returncode in (0, 1), made.stderr
    return made.stdout


def test_what_is_laid_out_is_left_alone_by_the_formatter(tmp_path):
    statements = [Drawing(seed).statement() for seed in range(COUNT)]
    text = "\n\n\n".join(statements) + "\n"

    assert formatted(text, tmp_path) == ""
    assert max(map(len, text.splitlines())) <= WIDTH


@pytest.mark.parametrize("seed", range(0, COUNT, 20))
def test_breaking_lines_changes_no_meaning(seed):
    node = Drawing(seed).expression(3)

    broken = lay(Chain(parts=("a = ", node)), indent=0)

    assert ast.dump(ast.parse(broken)) == ast.dump(ast.parse(f"a = {flat(node)}"))


def test_a_line_that_just_fits_stays_whole_and_one_more_character_breaks_it():
    short, long = "a" * 45, "b" * 46
    fits = call("fetch", [short, long])

    assert len(flat(fits)) == WIDTH
    assert lay(fits, indent=0) == flat(fits)
    assert lay(fits, indent=0, after=1) == f"fetch(\n    {short}, {long}\n)"
    assert lay(fits, indent=0, before=1).count("\n") == 2


def test_items_stand_on_a_line_each_with_a_comma_where_they_do_not_fit_on_one():
    items = [letter * 40 for letter in "abc"]

    assert lay(call("f", items), indent=0) == "f(\n" + "".join(f"    {i},\n" for i in items) + ")"


@pytest.mark.parametrize(
    ("node", "text"),
    [
        (Choice(test="a", then="b", other="c"), "b if a else c"),
        (Choice(test="a", then=Choice(test="b", then="c", other="d"), other="e"),
         "(c if b else d) if a else e"),
        (Choice(test="a", then="b", other=Choice(test="c", then="d", other="e")),
         "b if a else d if c else e"),
        (Bracket(open="(", items=("a",), close=",)"), "(a,)"),
        (Bracket(open="[", items=(), close="]"), "[]"),
        (Clauses(parts=("a", "for a in b", "if a")), "a for a in b if a"),
    ],
)  # fmt: skip
def test_a_node_on_one_line(node, text):
    assert flat(node) == text
    assert lay(node, indent=0) == text


def test_the_names_that_a_module_must_import_are_found_at_any_depth():
    node = call("f", [named("a", Choice(test="b", then=Name(name="MISSING"), other="c"))])
    loop = Clauses(parts=(Chain(parts=(Name(name="islice"), "(a)")), "for a in MISSING_A"))

    assert names_in(node) == {"MISSING"}
    assert names_in(Joined(operator="or", operands=(node, loop))) == {"MISSING", "islice"}
