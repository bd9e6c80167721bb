"""Settings: what is read, and that every fault is told at once without showing a value."""

import pytest
from bff_package.runtime.settings import BffSettings, SettingsFault, UpstreamUrl


class Settings(BffSettings):
    upstream_catalog_url: UpstreamUrl
    upstream_pricing_url: UpstreamUrl


GOOD = {
    "BFF_UPSTREAM_CATALOG_URL": "https://catalog.example/v1/",
    "BFF_UPSTREAM_PRICING_URL": "https://pricing.example",
    "PATH": "/bin",
    "BFFX": "not ours",
}


def faults(**changes):
    environ = {name: text for name, text in {**GOOD, **changes}.items() if text is not None}
    with pytest.raises(SettingsFault) as unfit:
        Settings.read(environ)
    return unfit.value.faults


def test_what_is_not_set_has_its_default():
    settings = Settings.read(GOOD)
    assert (settings.host, settings.port, settings.allow_plain_upstreams) == (
        "127.0.0.1",
        8080,
        False,
    )
    assert settings.upstream_catalog_url == "https://catalog.example/v1"


def test_texts_become_what_the_settings_are():
    settings = Settings.read(
        {**GOOD, "BFF_PORT": "0", "BFF_HOST": "::", "bff_allow_plain_upstreams": "1"}
    )
    assert (settings.host, settings.port, settings.allow_plain_upstreams) == ("::", 0, True)


def test_settings_do_not_change():
    with pytest.raises(ValueError, match="frozen"):
        Settings.read(GOOD).port = 1


def test_the_environment_of_the_process_is_not_looked_at_behind_the_back(monkeypatch):
    monkeypatch.setenv("BFF_PORT", "1")
    assert Settings.read(GOOD).port == 8080
    for name, text in GOOD.items():
        monkeypatch.setenv(name, text)
    assert Settings.read().port == 1


def test_all_faults_come_in_one_list_by_the_names_of_their_variables():
    told = faults(
        BFF_HOTS="0.0.0.0",
        BFF_ZZZ="1",
        BFF_PORT="80000",
        BFF_UPSTREAM_CATALOG_URL=None,
        BFF_UPSTREAM_PRICING_URL="http://pricing.example",
    )
    assert told == (
        "BFF_HOTS: no such setting; the nearest is BFF_HOST",
        "BFF_PORT: it should be less than or equal to 65535",
        "BFF_UPSTREAM_CATALOG_URL: not set, and it has no default",
        "BFF_UPSTREAM_PRICING_URL: plain http; write https, or set BFF_ALLOW_PLAIN_UPSTREAMS=1",
        "BFF_ZZZ: no such setting",
    )


def test_the_list_reads_as_a_list():
    text = str(SettingsFault(faults(BFF_PORT="x", BFF_X="")))
    assert text.splitlines()[0] == "settings: 2 faults"
    assert text.splitlines()[1].startswith("  BFF_PORT: it should be a valid integer")
    assert "pydantic" not in text


@pytest.mark.parametrize(
    "url",
    [
        "",
        "catalog",
        "//catalog.example",
        "ftp://catalog.example",
        "https://",
        "https:///x",
        "https://user:hunter2@catalog.example",
        "https://hunter2@catalog.example",
        "https://catalog.example/?hunter2=1",
        "https://catalog.example/#hunter2",
        "https://catalog.example/?",
        "https://catalog.example:x/",
        "https://catalog.example:99999/",
        "https://[::1/",
        "https://catalog .example",
        "https://catalog.example/a\tb",
        " https://catalog.example",
    ],
)
def test_an_address_that_does_not_fit_is_told_and_never_shown(url):
    (fault,) = faults(BFF_UPSTREAM_CATALOG_URL=url)
    assert fault.startswith("BFF_UPSTREAM_CATALOG_URL: ")
    assert "hunter2" not in fault


@pytest.mark.parametrize("url", ["http://127.0.0.1:9000/", "http://catalog.internal", "https://a"])
def test_plain_upstreams_are_taken_where_they_are_allowed(url):
    environ = {**GOOD, "BFF_ALLOW_PLAIN_UPSTREAMS": "1", "BFF_UPSTREAM_CATALOG_URL": url}
    assert Settings.read(environ).upstream_catalog_url == url.rstrip("/")


def test_an_unfit_switch_is_told_and_not_what_would_follow_from_it():
    told = faults(BFF_ALLOW_PLAIN_UPSTREAMS="perhaps", BFF_UPSTREAM_CATALOG_URL="http://a")
    assert [fault.split(":")[0] for fault in told] == ["BFF_ALLOW_PLAIN_UPSTREAMS"]
