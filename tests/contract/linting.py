"""A small document, linted: what is told of it, by rule and pointer."""

from bffgen.contract.dialect import modern
from bffgen.contract.document import check_document
from bffgen.contract.lint import lint
from bffgen.contract.linted import Contract
from bffgen.contract.refs import bundle
from bffgen.model.finding import Effect

HEAD = "openapi: {version}\ninfo: {{title: t, version: '1'}}\n"
OK = "paths: {}\n"
A = "/components/schemas/A"
BREAKS, RISKY = Effect.BREAKS, Effect.RISKY


def linted(version, body, *, is_own=True, **files):
    names = {"api.yaml": HEAD.format(version=f"{version}.0") + body}
    names |= {name.replace("_", "."): text for name, text in files.items()}

    def read(path):
        return names[path].encode()

    made = bundle("api.yaml", read)
    assert not isinstance(made, tuple), made
    assert [each for each in check_document(made) if each.effect is BREAKS] == []
    return lint(Contract.of(made, modern(made.document), read, is_own=is_own))


def schemas(text):
    return f"{OK}components: {{schemas: {{{text}}}}}\n"


def schema(text):
    return schemas(f"A: {{{text}}}")


def told(findings):
    return [
        (each.rule.removeprefix("input-"), each.marks[0].place.pointer, dict(each.facts))
        for each in findings
    ]


def problems(findings):
    return [(rule, pointer, facts.get("problem")) for rule, pointer, facts in told(findings)]


def media(schema, example, media_type="application/json", **components):
    content = f"{{'{media_type}': {{schema: {schema}, {example}}}}}"
    rest = "".join(f"  {name}: {text}\n" for name, text in components.items())
    answer = f"{{description: d, content: {content}}}"
    return f"paths: {{/a: {{get: {{responses: {{'200': {answer}}}}}}}}}\n" + (
        f"components:\n{rest}" if rest else ""
    )


MEDIA = "/paths/~1a/get/responses/200/content/application~1json"
