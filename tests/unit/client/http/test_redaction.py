"""No secret of a URL shows, whatever characters stand in it, alone and in the words of others."""

import sys
import time
import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from requests.utils import requote_uri

from ecl_pulumi_images.client.http.redaction import redacted, shown_url
from ecl_pulumi_images.client.words import LONGEST, one_line

LETTERS = [chr(code) for code in (*range(0x21, 0x300), 0x2028, 0x202E, 0x2066, 0xFEFF, 0x3042, 0xD800, 0x1F4BF)]
AROUND = [" ", "\n", "\t", "\r\n", *LETTERS]
BLOCKS = [AROUND[at : at + 64] for at in range(0, len(AROUND), 64)]
HARMLESS = "/?#"  # behind these RFC 3986 itself sees no user name any more


def urls(letter: str) -> list[str]:
    """A URL with the letter at each place; what is secret is called SECRET."""
    return [
        f"https://host/SHOWN{letter}s/noble.qcow2?X-Amz-Signature=SECRET",
        f"https://host/noble.qcow2?a=SECRET{letter}SECRET&b=SECRET",
        f"https://host/noble.qcow2?{letter}SECRET{letter}",
        f"https://host/noble.qcow2#SECRET{letter}SECRET",
        f"https://me:SECRET{letter}SECRET@host/noble.qcow2?sig=SECRET",
        f"https://me:{letter}SECRET@SECRET@host/noble.qcow2",
        f"https://SECRET{letter}me:SECRET@host/noble.qcow2" if letter not in HARMLESS else "https://SECRET@host/",
    ]


def _urls_of(letters: list[str]) -> list[str]:
    return [url for letter in letters for url in urls(letter)]


@pytest.mark.parametrize("block", BLOCKS)
def test_no_secret_of_a_url_shows_whatever_letter_stands_anywhere_in_it(block: list[str]) -> None:
    for url in _urls_of(block):
        assert "SECRET" not in shown_url(url)
        assert shown_url(url).startswith("https://")
        assert "SECRET" not in redacted(f"cannot open '{url}': no", url)


@pytest.mark.parametrize("block", BLOCKS)
def test_nor_in_the_words_of_others_where_nothing_but_a_blank_ends_it(block: list[str]) -> None:
    for url in _urls_of([letter for letter in block if not letter.isspace() or "\x1c" <= letter <= "\x1f"]):
        assert "SECRET" not in redacted(f"GET ({url}) failed")


@pytest.mark.parametrize("block", BLOCKS)
def test_nor_as_the_http_libraries_quote_it(block: list[str]) -> None:
    for url in _urls_of([letter.encode("utf-8", "replace").decode() for letter in block]):
        quoted = requote_uri(url)
        path = "/" + quoted.partition("://")[2].partition("/")[2]
        said = f"HTTPSConnectionPool(host='host', port=443): Max retries exceeded with url: {path} (Caused by X())"
        if "@" not in url:  # they never write a user name into a path
            assert "SECRET" not in redacted(said)
        assert "SECRET" not in redacted(f"Failed to parse: {url!r}", url)
        assert "SECRET" not in redacted(f"Invalid URL {quoted!r}: no host", url)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("https://host/it's/noble.qcow2?X-Amz-Signature=MARK", "https://host/it's/noble.qcow2?***"),
        ("http://user:A@B@host/", "http://host/"),
        ("http://user:A/B@host/x", "http://host/x"),
        ("http://user:A?B@host/x", "http://***?***"),
        ("https://host:8443/a@b/c", "https://host:8443/a@b/c"),
        ("https://host/x?mail=me@here", "https://host/x?***"),
        ("https://[::1]:9292/v2", "https://[::1]:9292/v2"),
        ("//me:MARK@login/?a", "//login/?***"),
        ("/login?ticket=MARK", "/login?***"),
        ("https://host/x?", "https://host/x?"),
        ("", ""),
    ],
)
def test_the_rest_of_a_url_does_show(url: str, shown: str) -> None:
    assert shown_url(url) == shown


@pytest.mark.parametrize(
    "text",
    [
        "image 'noble' is in use: try again",
        "see http://127.0.0.1:9292: Connection refused",
        "https://keystone.example:5000/v3 refused to give a token",
        "is it there? No: 5 < 6",
        "mail root@example.org",
    ],
)
def test_words_without_a_secret_stay_as_they_are(text: str) -> None:
    assert redacted(text) == text


@pytest.mark.parametrize(
    "said",
    [
        "Authorization: Basic SECRET",
        "authorization=Bearer SECRET",
        'x-auth-token: "SECRET SECRET"',
        "{'password': 'SE SECRET'}",
        "gAAAAABmSECRETSECRETSECRETSECRETSECRET-_x==",
    ],
)
def test_no_token_or_password_shows(said: str) -> None:
    assert "SECRET" not in redacted(f"it said {said}; no")


pieces = st.lists(
    st.sampled_from(["http://", "://", "/", "?", "#", "@", ":", " ", "'", "a", "80", "password", "[", "]", "\x1b", "="])
    | st.text(max_size=4)
).map("".join)


@given(pieces)
@example("http://a:b c@d")
@example("http://@http:// @")
@example("password:basic password:basic x")
def test_taking_secrets_out_twice_changes_nothing(text: str) -> None:
    assert redacted(redacted(text)) == redacted(text)


@given(pieces, st.integers(4, 50))
def test_words_of_others_are_one_printable_line_of_limited_length(text: str, longest: int) -> None:
    for line in (one_line(text, longest), redacted(text, longest=longest), shown_url(text, longest)):
        assert len(line) <= longest
        assert len(line.splitlines()) <= 1
        assert not any(unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for letter in line)
    assert one_line(one_line(text)) == one_line(text)


def test_every_letter_that_steers_a_terminal_or_turns_the_text_is_taken_out() -> None:
    text = "".join(map(chr, range(sys.maxunicode + 1)))

    assert one_line(text, len(text)).isprintable()
    assert len(one_line(text)) <= LONGEST


@pytest.mark.parametrize(
    "piece", ["<", "http://", "a:b@", "password:", "x-auth-token", "gAAAA", "/?", "http://a:b ", "'\""]
)
def test_the_time_grows_with_the_length_and_no_faster(piece: str) -> None:
    """CPU time of this process, so that other work on the machine counts for nothing."""
    assert _seconds(piece * 40_000) < 40 * max(_seconds(piece * 4_000), 0.005)


def _seconds(text: str) -> float:
    started = time.process_time()
    redacted(text)
    return time.process_time() - started
