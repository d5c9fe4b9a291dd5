"""No text an editor writes can become code, and none of the shipped ones names what does not exist."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mob.editorial import tokens
from mob.editorial.markdown import leads_somewhere_safe, to_html
from mob.editorial.selectors import shipped
from mob.editorial.types import MOST, Language, Page

TAGS = set("h2 h3 h4 p ul ol li strong em a code pre blockquote hr br table thead tbody tr th td div mark".split())
ATTRIBUTES = {
    "a": {"href", "title"},
    "div": {"class", "tabindex", "role", "aria-label"},
    "ol": {"start"},
    "code": {"class"},
    "th": {"scope", "class"},
    "td": {"class"},
}


def drawn(text: str, **values: str) -> str:
    return to_html(text, values, to_fill="à compléter", table_label="Tableau")


class Reader(HTMLParser):
    """Collects every tag with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))


def assert_inert(html: str) -> None:
    for tag, attributes in Reader(html).found:
        assert tag in TAGS, html
        assert set(attributes) <= ATTRIBUTES.get(tag, set()), html
        if tag == "a":
            assert leads_somewhere_safe(attributes["href"] or ""), html


PIECES = st.sampled_from(
    [
        *"<>\"'&[]()!`*_#|-:{}\\\n \t",
        *("javascript:alert(1)", "data:text/html,x", "//mal.example", "https://ok.fr", "mailto:a@b.fr", "/aide"),
        *("<script>", "</a>", "<img src=x onerror=alert(1)>", "onclick=", "&#106;avascript:", "\x00", "java\nscript:"),
        *(
            "[x]: javascript:alert(1)\n",
            "![i](https://ok.fr/i.png)",
            "| a | b |\n|:--|--:|\n| c | d |\n",
            "{publisher}",
        ),
    ]
)


@settings(max_examples=300, deadline=None)
@given(st.lists(PIECES, max_size=14).map("".join))
def test_whatever_is_written_only_harmless_tags_come_out(text: str) -> None:
    assert_inert(drawn(text, publisher='<script>"x</script>'))


@pytest.mark.parametrize(
    "address",
    [
        *("javascript:alert(1)", "JaVaScRiPt:alert(1)", " javascript:alert(1)", "java\tscript:alert(1)", "vbscript:x"),
        *("data:text/html,<script>", "//mal.example", "/\\mal.example", "\\\\mal.example", "http://clair.example"),
        *("https:", "https://", "file:///etc/passwd", "blob:x", "ftp://x.fr", "aide", "?q=1"),
    ],
)
def test_a_link_that_may_run_or_mislead_stays_words(address: str) -> None:
    assert not leads_somewhere_safe(address)
    # A backslash inside a path is written %5C: no browser takes it for a slash.
    assert "<a" not in drawn(f"[x](<{address}>)").replace('<a href="/%5Cmal.example">', "")


@pytest.mark.parametrize(
    "address", ["/aide", "/recherche?q=a#b", "#haut", "https://cnil.fr/x", "mailto:a@b.fr", "tel:+33400"]
)
def test_links_to_this_site_https_mail_and_telephone_are_links(address: str) -> None:
    assert f'href="{address}"' in drawn(f"[x]({address})")


def test_a_setting_is_written_in_words_and_never_inside_a_link() -> None:
    html = drawn('[x](/{publisher} "{publisher}") {publisher}', publisher='"><script>')
    assert html.count("&quot;&gt;&lt;script&gt;") == 1
    assert_inert(html)


def test_mail_and_telephone_of_the_settings_are_links_and_what_is_missing_is_marked() -> None:
    html = drawn("{contact_email} {contact_phone} {hosting}", contact_email="a@b.fr", contact_phone="04 99 99 10 10")
    assert '<a href="mailto:a@b.fr">a@b.fr</a>' in html
    assert '<a href="tel:0499991010">04 99 99 10 10</a>' in html
    assert "<mark>à compléter (MOB_HOSTING)</mark>" in html


def test_titles_begin_under_the_title_of_the_page() -> None:
    assert re.findall(r"<h\d>", drawn("# a\n\n## b\n\n### c\n\n###### d")) == ["<h2>", "<h2>", "<h3>", "<h4>"]


@pytest.mark.parametrize("page", Page)
@pytest.mark.parametrize("language", Language)
def test_each_shipped_text_is_whole(page: Page, language: Language) -> None:
    text = shipped(page, language)
    assert 400 < len(text) < MOST
    assert not tokens.unknown_in(text)
    html = drawn(text, **tokens.INVENTED, site="https://mob.exemple.fr")
    assert_inert(html)
    assert "<mark>" not in html
    assert "](" not in html


@pytest.mark.parametrize("page", Page)
def test_both_languages_name_the_same_settings_and_lead_to_the_same_places(page: Page) -> None:
    french, english = (shipped(page, language) for language in (Language.FRENCH, Language.ENGLISH))
    for pattern in (tokens.IN_TEXT.pattern, r"\]\(([^)]+)\)", r"^(#+) "):
        assert re.findall(pattern, french, re.M) == re.findall(pattern, english, re.M)


def test_the_legal_notice_names_publisher_director_host_and_contact() -> None:
    told = set(tokens.IN_TEXT.findall(shipped(Page.LEGAL, Language.FRENCH)))
    assert {
        "publisher",
        "publisher_address",
        "publication_director",
        "hosting",
        "contact_phone",
        "contact_email",
    } <= told


def test_the_accessibility_statement_follows_the_schema_of_the_rgaa() -> None:
    text = shipped(Page.ACCESSIBILITY, Language.FRENCH)
    parts = re.findall(r"^#{2,3} (.+)$", text, re.M)
    assert parts == [
        "État de conformité",
        "Résultats des tests",
        "Contenus non accessibles",
        "Non-conformités connues",
        "Dérogations pour charge disproportionnée",
        "Contenus non soumis à l’obligation",
        "Établissement de cette déclaration",
        "Retour d’information et contact",
        "Voies de recours",
    ]
    assert "**non conforme**" in text
    assert "Libre réponse 71120" in text
