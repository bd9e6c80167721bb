"""What the rules about people's files say: contracts, bffgen.yaml, policies, what mends them.

In:  nothing.
Out: INPUT, rule -> Wording; report/wording.py fills it with the facts of a finding.
"""

from typing import Final

from bffgen.report.template import Wording

INPUT: Final = {
    "input-yaml-syntax": Wording(
        head=("this is not YAML: {problem}",),
        label="not YAML from here",
        help=("mend the line: indent with spaces, and quote a text that has `: ` or ` #` in it",),
    ),
    "input-json-syntax": Wording(
        head=("this is not JSON: {problem}",),
        label="not JSON from here",
        help=("mend the line: JSON has no comments and no comma before a closing bracket",),
    ),
    "input-duplicate-key": Wording(
        head=("the key {key:tick} stands twice in one mapping",),
        label="stands here again",
        second="stands here first",
        help=("keep one of the two",),
    ),
    "input-keys-passed": Wording(
        head=("{count:,} keys stand twice in their object, and the last of each is read",),
        label="an object has a key twice",
        help=("keep one of each: which one counts is another in other readers",),
    ),
    "input-too-large": Wording(
        head=("at most {limit:,} bytes of a file are read, and this one has more",),
        label="too large",
        help=("put its parts into files of their own and refer to them with `$ref`",),
    ),
    "input-not-json": Wording(
        head=("a value has no form in JSON: {problem}",),
        label="no JSON value",
        help=("write a text, a finite number, a boolean, null, a list or a mapping",),
    ),
    "input-key-not-text": Wording(
        head=("the key {key:tick} is not a text", "a key is a mapping or a list, and not a text"),
        label="no text",
        help=("put the key in quotes",),
    ),
    "input-alias-bomb": Wording(
        head=("aliases unfold this file to more than {limit:,} values",),
        label="unfolds too far",
        help=("write the repeated part once and refer to it with `$ref`",),
    ),
    "input-too-deep": Wording(
        head=("values are nested more than {limit:,} deep",),
        label="too deep from here",
        help=("name the inner parts and refer to them with `$ref`",),
    ),
    "input-file-missing": Wording(
        head=("there is no file {path:tick}",),
        label="no such file",
        help=("add {path:tick}, or name a file that is there",),
    ),
    "input-pull": Wording(
        head=("a contract cannot be pulled: {problem}",),
        label="at home here",
        help=("name what can be read: a `url`, or `git`, `ref` and `path` of one document",),
    ),
    "input-uses-outdated": Wording(
        head=("what {client:tick} uses of {upstream:tick} was found in another contract",),
        label="not that of the baseline",
        help=(
            "write it anew by `bffgen impact --write-uses DIR` where the workspace has the contract"
            " in use, or name the contract that it has with `--against`",
        ),
    ),
    "input-pull-changed": Wording(
        head=("{path:tick} is not as it was pulled",),
        label="at home here",
        help=(
            "mend it there and pull it: `bffgen upstream pull {upstream}`, or describe it anew in"
            " an overlay",
        ),
    ),
    "input-file-unreadable": Wording(
        head=("{path:tick} cannot be read: {problem}",),
        label="cannot be read",
        help=("name a file that can be read",),
    ),
    "input-reference-outside": Wording(
        head=("{path:tick} lies outside of {folder:tick}, and references are read from there",),
        label="leads out of the folder",
        help=("move the file there, or name its folder too: `--refs-from DIR`",),
    ),
    "input-reference-remote": Wording(
        head=("{reference:tick} leads out of the workspace, and only its files are read",),
        label="leads out of the workspace",
        help=("copy the document into the workspace and refer to the copy",),
    ),
    "input-reference-unresolved": Wording(
        head=("{reference:tick} leads to nothing",),
        label="nothing there",
        help=("write {nearest:tick}", "add what {reference:tick} names, or correct it"),
    ),
    "input-reference-cycle": Wording(
        head=("{reference:tick} leads back to itself and never to a value",),
        label="leads back to itself",
        help=("put the value itself where the last reference of the circle stands",),
    ),
    "input-openapi-structure": Wording(
        head=("the document is not built as OpenAPI says: {problem}",),
        label="not as OpenAPI says",
        help=("write it as the document's version of OpenAPI says",),
    ),
    "input-json-schema": Wording(
        head=("this is no JSON Schema: {problem}",),
        label="no JSON Schema",
        help=("write it as JSON Schema 2020-12 says",),
    ),
    "input-openapi-version": Wording(
        head=(
            "the document says OpenAPI {version:tick}, and 3.0, 3.1 and 3.2 are read",
            "the document does not say which version of OpenAPI it is written in",
        ),
        label="not 3.0, 3.1 or 3.2",
        help=("write the document in OpenAPI 3.1 and say so: `openapi: 3.1.1`",),
    ),
    "input-default-mismatch": Wording(
        head=("a default is no value of its own schema: {problem}",),
        label="no value of its schema",
        help=("change the default, or the schema if the default is right",),
    ),
    "input-example-mismatch": Wording(
        head=("an example is no value of its own schema: {problem}",),
        label="no value of its schema",
        help=("change the example, or the schema if the example is right",),
    ),
    "input-enum-mismatch": Wording(
        head=("an enum has a member that is no value of its own schema: {problem}",),
        label="no value of its schema",
        help=("take the member out, or change the schema if the member is right",),
    ),
    "input-yaml-unquoted": Wording(
        head=("{text:tick} without quotes is {value} in YAML {version}, and a text is meant",),
        label="no text without quotes",
        help=("put {text:tick} in quotes",),
    ),
    "input-security-scheme": Wording(
        head=("no security scheme is called {name:tick}",),
        label="not a security scheme here",
        help=(
            "write {nearest:tick}",
            "write {known:names}",
            "declare {name:tick} under `securitySchemes` of the components",
        ),
    ),
    "input-security-scope": Wording(
        head=("no flow of the security scheme {scheme:tick} has a scope {scope:tick}",),
        label="not a scope here",
        help=(
            "write {nearest:tick}",
            "declare {scope:tick} under `scopes` of a flow, or write {known:names}",
            "declare {scope:tick} under `scopes` of a flow",
        ),
    ),
    "input-unsupported": Wording(
        head=("this version does not build {what}",),
        label="not built yet",
        help=("say it in the words of OpenAPI 3.1, or leave the operation to a later version",),
    ),
    "input-path-twice": Wording(
        head=("{path:tick} and {first:tick} are one path",),
        label="the same path again",
        second="stands here first",
        help=("join the two under one name of the parameter",),
    ),
    "input-read-and-write-only": Wording(
        head=("a schema is `readOnly` and `writeOnly`, so no message may have it",),
        label="excludes the other",
        second="excludes the other",
        help=("keep one of the two",),
    ),
    "input-inexact-number": Wording(
        head=("{format:tick} promises more digits than a number of JSON keeps",),
        label="more than a number keeps",
        help=("write `type: string`, or minor units with `type: integer`",),
    ),
    "input-discriminator-property": Wording(
        head=(
            "{branch:tick} does not {verb} {name:tick}, by which the discriminator chooses it",
            "the schema does not {verb} {name:tick}, by which its discriminator chooses",
        ),
        label="does not {verb} it",
        second="chooses by this name",
        help=("{verb} {name:tick} in {branch:tick}", "{verb} {name:tick} in the schema"),
    ),
    "input-discriminator-mapping": Wording(
        head=("{key:tick} leads to {target:tick}, which is no branch of the choice",),
        label="no branch of the choice",
        second="the choice",
        help=("add {target:tick} to the choice, or lead {key:tick} to one of its branches",),
    ),
    "input-path-parameter": Wording(
        head=("{name:tick} stands in the path {path:tick} or in its parameters, but not in both",),
        label="in one of the two",
        help=("declare {name:tick} with `in: path`, or write it in braces in the path",),
    ),
    "input-operation-id-twice": Wording(
        head=("two operations are called {name:tick}",),
        label="called so again",
        second="called so first",
        help=("give one of the two another `operationId`",),
    ),
    "input-schema": Wording(
        head=("this is not what the format of the file takes: {problem}",),
        label="not what the format takes",
        help=("write what the format takes here, or leave the key out",),
    ),
    "input-unknown-key": Wording(
        head=("the format of the file has no key {key:tick} here",),
        label="not a key here",
        help=("write {nearest:tick}", "write {known:names}", "take the key out"),
    ),
    "input-missing-key": Wording(
        head=("the key {key:tick} is missing",),
        label="no key of that name",
        help=("add {key:tick}",),
    ),
    "input-unit": Wording(
        head=("{text:tick} is not {expected}",),
        label="no such value",
        help=("write {expected}",),
    ),
    "input-not-read-yet": Wording(
        head=("{what:tick} is not read by this version, and changes nothing",),
        label="not read yet",
        help=("leave it for a later version, or take it out",),
    ),
    "input-not-held-yet": Wording(
        head=("{what:tick} is promised to clients, and the BFF does not hold it yet",),
        label="frozen and compared alone",
        help=("hold it in what stands before the BFF, or take it out",),
    ),
    "input-unwritable": Wording(
        head=("{keys:all} cannot be written here: {problem}",),
        label="takes no further line",
        help=("add {keys:all} here by hand, or write the mapping with one key a line",),
    ),
}
