"""`bffgen usage import`: counts of use, and what builds say that they use, as evidence.

In:  a client; an export of a store, of Prometheus or of OpenTelemetry; or a manifest of what a
     build reads, or Pact files of its tests.
Out: `evidence/usage.json` or `evidence/reads.json` of the client, and what was taken in a line.
"""

import sys
from collections.abc import Sequence

from bffgen.cli.flags import OfClient, WrongUse, demand
from bffgen.cli.flags_of_ledger import (
    CsvExport,
    ManifestOfReads,
    OfBuilds,
    OfUsage,
    OtelExport,
    PactFiles,
    PrometheusExport,
)
from bffgen.cli.named import read_named
from bffgen.cli.release import builds_of
from bffgen.cli.screen import Screen
from bffgen.cli.workspace import Folder
from bffgen.cli.wrong import tell_wrong
from bffgen.tasks.reading import Written, locate_beside, locate_rows
from bffgen.tasks.reads import Teller, import_reads
from bffgen.tasks.usage import Form, import_usage


def run(
    what: OfUsage,
    client: OfClient,
    csv: CsvExport = None,
    prometheus: PrometheusExport = None,
    otel: OtelExport = None,
    reads: ManifestOfReads = None,
    pact: PactFiles = None,
    build: OfBuilds = None,
) -> int:
    """Import one export, a manifest or Pact files."""
    said = {Form.CSV: csv, Form.PROMETHEUS: prometheus, Form.OTEL: otel}
    given = [(form, name) for form, name in said.items() if name is not None]
    kinds = len(given) + (reads is not None) + bool(pact)
    if kinds != 1:
        flags = ", ".join(f"`--{form}`" for form in (*said, "reads", "pact"))
        raise WrongUse(f"one export is imported at a time: one of {flags}")
    if pact and not build:
        raise WrongUse("a Pact file does not say of which build it is: `--build CHANNEL=BUILD`")
    if build and not pact:
        raise WrongUse("`--build` goes with `--pact`: other files name their builds themselves")
    if pact or reads is not None:
        teller = Teller.PACT if pact else Teller.MANIFEST
        names = pact or [name for name in (reads,) if name is not None]
        return _reads(client, teller, names, builds_of(build or ()))
    ((form, name),) = given
    return _counts(client, form, (name, read_named(name)))


def _counts(client: str, form: Form, export: Written) -> int:
    folder = Folder.here()
    found = import_usage(folder.read, folder.below, client, form, export)
    demand((client,), found.names)
    screen = Screen(sys.stdout, sys.stderr)
    is_table = form is Form.CSV
    locate = (
        locate_rows(found.locate, export) if is_table else locate_beside(found.locate, [export])
    )
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


def _reads(
    client: str, teller: Teller, names: Sequence[str], builds: Sequence[tuple[str, str]]
) -> int:
    files = [(name, read_named(name)) for name in names]
    folder = Folder.here()
    found = import_reads(folder.read, folder.below, client, teller, files, builds)
    demand((client,), found.names)
    screen = Screen(sys.stdout, sys.stderr)
    locate = locate_beside(found.locate, files)
    code = tell_wrong(screen, found.findings, found.broken, locate)
    if code:
        return code
    folder.add([(found.path, found.content)])
    for each in found.builds:
        number = sum(len(set(one.reads)) for one in each.operations)
        screen.out.write(
            f"{client}: {each.channel} {each.build} reads {_many(number, 'place')} of "
            f"{_many(len(each.operations), 'operation')}, by its {each.teller}\n"
        )
    if found.messages:
        screen.out.write(f"{_many(found.messages, 'message')} beside HTTP left out\n")
    screen.out.write(f"{found.path}\n")
    return 0


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}{'' if count == 1 else 's'}"
