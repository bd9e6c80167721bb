"""Test keys: what a file says, what is refused before the start, and what is never shown."""

import asyncio
import json
import logging

import pytest
from bff_package.runtime.access import Verified
from bff_package.runtime.settings import SettingsFault
from bff_package.runtime.static_keys import KeySettings, StaticKeys

KEY, OTHER = "a-key-of-the-tests", "another-key-of-tests"
CALLER = {
    "sub": "u-1",
    "client_id": "app",
    "scopes": ["a"],
    "roles": ["r"],
    "claims": {"currency": "EUR"},
}


@pytest.fixture
def settings(tmp_path):
    """Read the settings of a process whose file holds a text or a value."""

    def read(written=None, **environ):
        path = tmp_path / "keys.json"
        if written is not None:
            path.write_text(written if isinstance(written, str) else json.dumps(written))
        given = {"BFF_ALLOW_TEST_KEYS": "1", "BFF_TEST_KEYS_FILE": str(path), **environ}
        return KeySettings.read({name: text for name, text in given.items() if text is not None})

    return read


def fault(read, *given, **environ):
    with pytest.raises(SettingsFault) as unfit:
        read(*given, **environ)
    (only,) = unfit.value.faults
    assert KEY not in only
    assert "secret" not in only
    return only


def verified(keys, credential, scheme="token"):
    return asyncio.run(keys.verify(scheme, credential))


def test_a_key_says_who_calls_in_every_scheme(settings):
    keys = settings({KEY: CALLER, OTHER: {"sub": "u-2"}}).verifier()
    assert (
        verified(keys, KEY)
        == verified(keys, KEY, "key")
        == Verified(
            sub="u-1",
            client_id="app",
            scopes=frozenset({"a"}),
            roles=frozenset({"r"}),
            claims={"currency": "EUR"},
        )
    )
    assert verified(keys, OTHER) == Verified(sub="u-2")


@pytest.mark.parametrize("credential", ["", "x", KEY[:-1], KEY + "x", KEY.upper(), "é"])
def test_another_key_says_nothing(settings, credential):
    assert verified(settings({KEY: CALLER}).verifier(), credential) is None


def test_every_key_is_compared_also_behind_a_hit(monkeypatch):
    compared = []

    def compare(known, given):
        compared.append(known)
        return known == given

    monkeypatch.setattr("bff_package.runtime.static_keys.hmac.compare_digest", compare)
    keys = StaticKeys({KEY: Verified(sub="1"), OTHER: Verified(sub="2")})
    for credential in (KEY, OTHER, "none"):
        verified(keys, credential)
    assert len(compared) == 6


def test_the_start_says_that_test_keys_are_no_protection(settings, caplog):
    caplog.set_level(logging.WARNING)
    settings({KEY: CALLER}).verifier()
    assert "test keys alone" in caplog.text
    assert KEY not in caplog.text


def test_without_a_way_to_tell_who_calls_there_is_no_start(settings):
    told = fault(settings, BFF_TEST_KEYS_FILE=None, BFF_ALLOW_TEST_KEYS=None)
    assert told.startswith("BFF_TEST_KEYS_FILE: not set, and this BFF has no other way")
    assert fault(settings, BFF_TEST_KEYS_FILE=None) == told


@pytest.mark.parametrize("switch", [None, "0", "false"])
def test_keys_are_not_taken_by_accident(settings, switch):
    told = fault(settings, {KEY: CALLER}, BFF_ALLOW_TEST_KEYS=switch)
    assert told.startswith("BFF_TEST_KEYS_FILE: test keys protect nothing")


def test_an_unfit_switch_is_told_and_not_what_would_follow(settings):
    told = fault(settings, {KEY: CALLER}, BFF_ALLOW_TEST_KEYS="perhaps")
    assert told.startswith("BFF_ALLOW_TEST_KEYS: ")


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (None, "no file of text"),
        ("{", "line 1 of the file is not JSON"),
        ("[]", "the file: Input should be a valid dictionary"),
        ({}, "a file without a key"),
        ({"short": CALLER, KEY: CALLER, "x y" * 9: CALLER}, "not so: 1, 3"),
        ({OTHER: CALLER, KEY: {"sub": ""}}, "key 2, sub: "),
        ({KEY: {}}, "key 1, sub: Field required"),
        ({KEY: {**CALLER, "scopes": "secret"}}, "key 1, scopes: "),
        ({KEY: {**CALLER, "secret": 1}}, "key 1: a member that is none of sub, client_id,"),
        (f'{{"{KEY}": {{"sub": "a"}}, "{KEY}": {{"sub": "b"}}}}', "stands twice"),
    ],
)
def test_a_file_that_does_not_fit_is_told_and_never_shown(settings, written, told):
    assert told in fault(settings, written)
