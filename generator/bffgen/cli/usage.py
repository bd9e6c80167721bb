"""`bffgen usage import`: counts of use, as evidence of what is still out.

In:  a client; an export of a store, of Prometheus or of OpenTelemetry.
Out: `evidence/usage.json` of the client, and what was counted in a line.
"""

import sys

from bffgen.cli.flags import OfClient, WrongUse, demand
from bffgen.cli.flags_of_ledger import CsvExport, OfUsage, OtelExport, PrometheusExport
from bffgen.cli.named import read_named
from bffgen.cli.screen import Screen
from bffgen.cli.workspace import Folder
from bffgen.cli.wrong import tell_wrong
from bffgen.tasks.reading import locate_beside
from bffgen.tasks.usage import Form, import_usage


def run(
    what: OfUsage,
    client: OfClient,
    csv: CsvExport = None,
    prometheus: PrometheusExport = None,
    otel: OtelExport = None,
) -> int:
    """Import one export."""
    said = {Form.CSV: csv, Form.PROMETHEUS: prometheus, Form.OTEL: otel}
    given = [(form, name) for form, name in said.items() if name is not None]
    if len(given) != 1:
        flags = ", ".join(f"`--{form}`" for form in said)
        raise WrongUse(f"one export is imported at a time: one of {flags}")
    form, name = given[0]
    export = name, read_named(name)
    folder = Folder.here()
    found = import_usage(folder.read, folder.below, client, form, export)
    demand((client,), found.names)
    screen = Screen(sys.stdout, sys.stderr)
    locate = locate_beside(found.locate, [export])
    code = tell_wrong(screen, found.findings, found.broken, locate)
    if code:
        return code
    folder.add([(found.path, found.content)])
    usage = found.usage
    assert usage is not None
    screen.out.write(
        f"{client}: {usage.first.isoformat()} to {usage.last.isoformat()}, "
        f"{usage.coverage.normalize():f} % of the traffic named a known build\n{found.path}\n"
    )
    return 0
