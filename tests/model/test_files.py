"""File trees: one order, no path twice, a difference that leads from one to the other."""

from hypothesis import given
from hypothesis import strategies as st

from bffgen.model.files import FileTree, difference

TREES = st.dictionaries(st.sampled_from("abcd"), st.binary(max_size=2), max_size=4)


@given(TREES, st.randoms())
def test_a_tree_does_not_hang_on_the_order_it_was_made_in(files, random):
    shuffled = random.sample(sorted(files.items()), len(files))

    assert FileTree.of(dict(shuffled)) == FileTree.of(files)
    assert FileTree.of(dict(shuffled)).digest == FileTree.of(files).digest


@given(TREES, TREES)
def test_a_digest_names_one_tree(one, other):
    assert (FileTree.of(one).digest == FileTree.of(other).digest) == (one == other)


def test_a_digest_tells_names_from_contents():
    split = [{"a": b"b\0001\0c"}, {"a": b"", "b": b"c"}, {"ab": b"c"}, {"a": b"bc"}]

    assert len({FileTree.of(each).digest for each in split}) == len(split)


@given(TREES, TREES)
def test_a_difference_leads_from_the_present_to_the_wanted(present, wanted):
    found = difference(FileTree.of(present), FileTree.of(wanted))
    kept = {path: content for path, content in present.items() if path not in found.removed}
    written = {path: wanted[path] for path in (*found.added, *found.changed)}

    assert kept | written == wanted
    assert not kept.keys() & set(found.added)
    assert bool(found) == (present != wanted)
