"""Give the file of a checkout that an annotation, a code scan or a test report points at.

In:  the document of a Place, as a comparison names it: a file, or `REF:path` of git.
Out: a path with `/`, relative where it was.
How: a document at a commit stands in the checkout by the same path; what is no file is left out.
"""

from bffgen.report.text import Located

# What is read from the standard input has no file that a reader could open.
_NO_FILES = frozenset(("stdin.json", "stdin.yaml"))


def file_of(located: Located | None) -> str:
    """Give the path; the empty text where there is no file to point at."""
    if located is None or located.mark.place.document in _NO_FILES:
        return ""
    document = located.mark.place.document
    ref, colon, path = document.partition(":")
    # A drive of Windows is one letter.
    return path if colon and len(ref) > 1 else document
