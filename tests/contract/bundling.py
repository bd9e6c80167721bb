"""Contracts of several files in memory, as a workspace on disk is read."""

import json

HEAD = "openapi: 3.1.1\ninfo: {title: t, version: '1'}\n"


def reader(files):
    def read(path):
        if path not in files:
            raise FileNotFoundError(path)
        return files[path].encode()

    return read


def using(*references):
    """Write a contract whose schema S0 is the first reference, and so on."""
    lines = [f"    S{n}: {{$ref: {json.dumps(each)}}}\n" for n, each in enumerate(references)]
    return f"{HEAD}components:\n  schemas:\n{''.join(lines)}"


def holding(*references):
    """Write a contract whose schema S0 has elements of the first reference, and so on."""
    lines = [
        f"    S{n}: {{items: {{$ref: {json.dumps(each)}}}}}\n" for n, each in enumerate(references)
    ]
    return f"{HEAD}components:\n  schemas:\n{''.join(lines)}"
