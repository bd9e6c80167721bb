"""Give every schema of an OpenAPI document its 2020-12 spelling: one normal form, one dialect.

In:  a bundled document of OpenAPI 3.0, 3.1 or 3.2, as written.
Out: a copy with the same pointers, respelled (model/dialect.py).
"""

from bffgen.model.dialect import Era, Members, era_of, respell
from bffgen.model.grammar import Kind


def modern(document: Members) -> Members:
    """Respell every schema of a document; O(size of the document).

    What is written in array-form `items` moves to `prefixItems`; every other pointer stays.
    """
    return respell(document, Kind.DOCUMENT, _era_of_document(document))


def _era_of_document(document: Members) -> Era:
    version = document.get("openapi")
    if isinstance(version, str) and version.startswith("3.0"):
        return Era.OPENAPI_30
    return era_of(document.get("jsonSchemaDialect"), Era.DRAFT_2020)
