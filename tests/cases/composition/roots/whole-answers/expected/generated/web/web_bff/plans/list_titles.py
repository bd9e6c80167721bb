# made by bffgen from contracts/clients/web/composition.yaml; edits are lost
"""Answer `listTitles`: join the sources, then build the answer."""

from ..answers import ListTitles200, ListTitlesResponse, Titles
from ..models import ListTitlesRequest
from ..ports import ListTitlesUpstreams
from ..runtime.call import Call
from ..sources import list_titles as found


async def list_titles(
    request: ListTitlesRequest, up: ListTitlesUpstreams, call: Call
) -> ListTitlesResponse:
    """Waits: catalog 250 ms, of 800. At most 1 call."""
    async with call.sources() as source:
        catalog = source.required(up.list_products(), cap_ms=250)
    return ListTitles200(build_titles(catalog.value))


def build_titles(catalog: list[found.Catalog]) -> Titles:
    """Build the answer, which validates it; tests and hooks call it with literals."""
    return Titles([catalog_item.title for catalog_item in catalog])
