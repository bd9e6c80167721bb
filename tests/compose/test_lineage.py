"""Where each field of the storefront comes from, as its plans say."""

from pathlib import Path

import pytest

from bffgen.compose.lineage import lineage
from bffgen.compose.plan import plan_client
from bffgen.contract.workspace import read_workspace
from bffgen.model.lineage import Lineage, OperationLineage, dotted

_ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def storefront() -> dict[str, Lineage]:
    def below(folder: str) -> list[str]:
        found = (each for each in (_ROOT / folder).rglob("*") if each.is_file())
        return [each.relative_to(_ROOT).as_posix() for each in found]

    workspace, _ = read_workspace(lambda path: (_ROOT / path).read_bytes(), below=below)
    found: dict[str, Lineage] = {}
    for client in workspace.clients:
        plan, _ = plan_client(client, workspace)
        assert plan is not None
        found[client.name] = lineage(client.name, plan)
    return found


def _operation(of: Lineage, name: str) -> OperationLineage:
    return next(each for each in of.operations if each.name == name)


def _fields(operation: OperationLineage, field: str) -> set[tuple[str, str, str]]:
    return {
        (each.builder, each.part.name, dotted(each.part.way))
        for each in operation.fields
        if dotted(each.to) == field
    }


@pytest.mark.parametrize(
    ("field", "parts"),
    [
        ("title", {("path", "product", "title")}),
        ("status", {("enum", "product", "lifecycle")}),
        ("kind", {("const", "", "")}),
        ("price.label", {("python", "price", "amount"), ("python", "price", "currency")}),
        (
            "images[].alt",
            {("path", "gallery", "assets[].altText"), ("path", "product", "title")},
        ),
        ("related[].price.amount", {("path", "rec_prices", "items[].amount")}),
        (
            "related[].imageUrl",
            {
                ("path", "rec_images", "assets[].url"),
                ("key", "recs", "items[].thumbnailId"),
                ("key", "rec_images", "assets[].assetId"),
            },
        ),
        (
            "images",
            {
                ("each", "product", "mediaIds"),
                ("key", "product", "mediaIds[]"),
                ("key", "gallery", "assets[].assetId"),
                ("skip", "gallery", "assets[]"),
            },
        ),
    ],
)
def test_a_field_comes_from(
    storefront: dict[str, Lineage], field: str, parts: set[tuple[str, str, str]]
) -> None:
    page = _operation(storefront["web"], "getProductPage")
    assert _fields(page, field) == parts


def test_what_decides_about_a_field_is_a_part_of_it(storefront: dict[str, Lineage]) -> None:
    """Who calls, of what only some see; the cursor of the next page, though it is sealed."""
    order = _operation(storefront["admin"], "getOrder")
    assert ("visible", "", "roles") in _fields(order, "margin")
    assert any(each.builder == "visible" for each in order.about(("margin", "amount")))
    pages = _operation(storefront["partner"], "listProducts")
    assert _fields(pages, "next_cursor") == {("seal", "page", "nextCursor")}
    assert _fields(pages, "header Link") == {("seal", "page", "nextCursor")}
    page = _operation(storefront["web"], "getProductPage")
    told = [each.part.holder for each in page.fields if each.to[:1] == ("unavailable",)]
    assert set(told) == {"missing"}


def test_what_is_sent_is_followed_too(storefront: dict[str, Lineage]) -> None:
    page = _operation(storefront["web"], "getProductPage")
    batch = page.source("rec_prices")
    assert batch is not None
    given = {(dotted(each.to), each.part.name, dotted(each.part.way)) for each in batch.given}
    assert ("body.skus", "recs", "items[].sku") in given
    assert ("query.customerId", "", "sub") in given
    assert page.hang_on("recs") == {"recs", "rec_prices", "rec_images"}


def test_every_operation_that_is_answered_has_its_lineage(storefront: dict[str, Lineage]) -> None:
    for of in storefront.values():
        for operation in of.operations:
            assert operation.fields or operation.status.startswith("204"), operation.name
            for source in operation.sources:
                assert source.upstream or not source.key
                assert source.finish_ms <= operation.budget_ms


def test_a_tree_is_followed_to_any_depth(storefront: dict[str, Lineage]) -> None:
    tree = _operation(storefront["web"], "getCategory")
    way = ("children", "*", "children", "*", "name")
    assert tree.folded(way) == ("name",)
    assert tree.knows(way)
    assert not tree.knows(("children", "*", "children", "*", "nam"))
    assert [(each.builder, each.part.way) for each in tree.about(way)] == [("path", way)]
