"""What the web team computes itself."""

from collections.abc import Sequencing

import web_bff.answer
from web_bff.answers import GetProduct201, Product
from web_bff.ports import Fetch, GetProduct200
from web_bff.results import Standing

from . import runtime, sources
from .models import GetProductRequests


def in_stock(title: str) -> bool:
    """Say whether an article can be had."""
    from web_bff import routers

    return bool(title and routers)
