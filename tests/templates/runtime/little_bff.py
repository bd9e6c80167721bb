"""A BFF of a few operations, written as the generator writes them, for tests of the runtime.

In:  a folder for its package, functions that answer.
Out: a FastAPI app made by `bff_app`.
How: nothing of it is generated; what an operation does is the test's own.
"""

import sys
from dataclasses import dataclass
from types import ModuleType
from typing import Annotated, ClassVar

from bff_package.runtime.access import OPEN
from bff_package.runtime.answer import Answer
from bff_package.runtime.app import bff_app
from bff_package.runtime.body import MISSING, Body
from bff_package.runtime.serve import Operation, serve
from bff_package.runtime.settings import BffSettings, UpstreamUrl
from fastapi import APIRouter
from pydantic import Field

DOCUMENT = b'{"openapi": "3.1.0",\n "info": {"title": "little"}}\n'


class Product(Body):
    id: Annotated[str, Field(min_length=1)]
    price_minor: Annotated[int, Field(alias="priceMinor", ge=0)]
    image_url: Annotated[str | MISSING, Field(alias="imageUrl")] = MISSING


@dataclass(frozen=True, slots=True)
class Product200(Answer[Product]):
    """The product."""

    status: ClassVar[int] = 200


class Settings(BffSettings):
    """Settings of the little BFF."""

    upstream_catalog_url: UpstreamUrl


def little_bff(folder, monkeypatch, *served, url="https://catalog.example", **more):
    """Make an app that serves (method, path, function, facts of the operation)."""
    package = ModuleType("little_bff_package")
    package.__path__ = [str(folder)]
    (folder / "openapi.json").write_bytes(DOCUMENT)
    monkeypatch.setitem(sys.modules, package.__name__, package)
    router = APIRouter()
    for method, path, answer, facts in served:
        operation = Operation(
            **{
                "name": "getProduct",
                "access": OPEN,
                "budget_ms": 450,
                "reserve_ms": 50,
                "invalid_status": 422,
                **facts,
            }
        )
        assert serve(router, operation, method, path)(answer) is answer
    settings = Settings(upstream_catalog_url=url, allow_plain_upstreams=True)
    return bff_app(
        title="little",
        version="1.0.0",
        package=package.__name__,
        services={"catalog": settings.upstream_catalog_url},
        routers=(router,),
        **more,
    )
