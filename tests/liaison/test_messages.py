"""Every sentence of the portal exists in Chinese, says the same, and is written as Chinese is."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po
from django.template.base import Lexer, TokenType

from tests.conftest import IN_CI, ROOT

PO = Path("locale/zh_Hans/LC_MESSAGES/django.po")
ROOMS = (
    "accounts",
    "casework",
    "contacts",
    "deputies",
    "feedback",
    "reports",
    "suggestions",
    "liaison",
    "templates",
    "locale",
)
COLLECT = (
    *("makemessages", "--locale", "zh_Hans", "--no-wrap", "--add-location", "file"),
    *("--ignore", "tests", "--verbosity", "0"),
)

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|(?<!\{)\{\w+\}|</?\w+[^>]*>")
HAN = r"[\u4e00-\u9fff”）」》]"
HALF_WIDTH = re.compile(rf"{HAN}[,;:?!]|[,;:?!]{HAN}|{HAN} ?\(|\) ?{HAN}")
#: How --map is written: these signs are typed as they stand.
TYPED = ("字段=列名,字段=列名",)

#: Words that are the same in every language, and the name of each language in itself.
UNTRANSLATED = {"中文", "English", "Enter"}
#: The style guide shows how texts look; they are samples, not sentences of the portal.
SAMPLES = {"styleguide.html"}
SPOKEN = ("alt", "title", "placeholder", "aria-label", "aria-description")


def read(po: Path) -> Catalog:
    with po.open("rb") as source:
        return read_po(source, locale="zh_Hans")


def sentences(catalog: Catalog) -> list[Message]:
    return [message for message in catalog if message.id]


def english(message: Message) -> tuple[str, ...]:
    return message.id if isinstance(message.id, tuple) else (message.id,)


def chinese(message: Message) -> str:
    """Chinese has one form for every number."""
    return message.string[0] if isinstance(message.string, tuple) else message.string


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    """What `make messages` would make of the sources as they stand now, in a folder of its own."""
    if shutil.which("xgettext") is None:
        assert not IN_CI, "in CI the sentences are collected: apt-get install gettext"
        pytest.skip("no GNU gettext on this machine (apt-get install gettext)")
    copy = tmp_path_factory.mktemp("messages")
    for room in ROOMS:
        shutil.copytree(ROOT / room, copy / room, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
    shutil.copy(ROOT / "manage.py", copy)
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("DJANGO_", "PYTEST_"))},
        "PORTAL_VAR": str(copy / "var"),
    }
    made = subprocess.run(
        [sys.executable, "manage.py", *COLLECT], cwd=copy, env=environment, capture_output=True, text=True
    )
    assert made.returncode == 0, made.stderr
    return read(copy / PO)


@pytest.fixture(scope="module")
def kept() -> Catalog:
    return read(ROOT / PO)


def test_every_sentence_of_the_sources_has_its_chinese(collected: Catalog) -> None:
    assert len(sentences(collected)) > 1000
    missing = [english(each)[0] for each in sentences(collected) if each.fuzzy or not chinese(each)]
    assert missing == [], "run `make messages` and write the Chinese of these"


def test_no_chinese_sentence_is_empty_or_guessed(kept: Catalog) -> None:
    assert [english(each)[0] for each in sentences(kept) if each.fuzzy or not chinese(each)] == []


def test_a_translation_keeps_every_placeholder_and_tag(kept: Catalog) -> None:
    def marks(text: str) -> list[str]:
        return sorted(PLACEHOLDER.findall(text.replace("%%", "")))

    changed = [each.id for each in sentences(kept) if marks(english(each)[-1]) != marks(chinese(each))]
    assert changed == []


def test_a_percent_sign_is_written_as_its_source_writes_it(kept: Catalog) -> None:
    doubled = [each.id for each in sentences(kept) if ("%%" in english(each)[0]) != ("%%" in chinese(each))]
    assert doubled == []


def test_chinese_stands_without_exclamation_and_with_its_own_punctuation(kept: Catalog) -> None:
    texts = [chinese(each) for each in sentences(kept)]
    assert [text for text in texts if "!" in text or "！" in text] == []
    plain = [re.sub("|".join(map(re.escape, TYPED)), "", PLACEHOLDER.sub("", text)) for text in texts]
    assert [text for text in plain if HALF_WIDTH.search(text)] == []


def test_quotation_marks_are_chinese_and_in_pairs(kept: Catalog) -> None:
    texts = [chinese(each) for each in sentences(kept)]
    assert [text for text in texts if text.count("“") != text.count("”")] == []
    assert [text for text in texts if '"' in PLACEHOLDER.sub("", text)] == []


class Spoken(HTMLParser):
    """What a reader sees or hears of a page's own text."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.texts += [value for name, value in attrs if name in SPOKEN and value]

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


#: Where text stands that is no template's own: in a translate tag, and in blocks inside of an HTML tag.
OPENING = re.compile(r"blocktrans(late)?\b|comment\b|block (html_attrs|body_attrs|body_class)$")
CLOSING = re.compile(r"end(blocktrans(late)?|comment|block)\b")


def own_text(template: str) -> str:
    """The template without its tags and variables, and without what stands in a translate tag."""
    parts, elsewhere = [], False
    for token in Lexer(template).tokenize():
        if token.token_type == TokenType.BLOCK:
            elsewhere = bool(OPENING.match(token.contents)) or (
                elsewhere and not CLOSING.match(token.contents)
            )
        elif token.token_type == TokenType.TEXT and not elsewhere:
            parts.append(token.contents)
    return "".join(parts)


def untranslated(template: Path) -> Iterator[str]:
    text = own_text(template.read_text(encoding="utf-8"))
    if template.suffix == ".html":
        spoken = Spoken()
        spoken.feed(text)
        texts = spoken.texts
    else:
        texts = [text]
    for each in texts:
        if re.search(r"[A-Za-z]{3}|[\u3400-\u9fff]", each) and each.strip() not in UNTRANSLATED:
            yield each.strip()


def test_a_template_says_nothing_outside_of_its_translate_tags() -> None:
    templates = [
        path
        for path in (ROOT / "templates").rglob("*")
        if path.suffix in (".html", ".txt") and path.name not in SAMPLES
    ]
    assert len(templates) > 80
    found = {str(path.relative_to(ROOT)): list(untranslated(path)) for path in templates}
    assert {name: texts for name, texts in found.items() if texts} == {}


def test_what_a_template_says_itself_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    page.write_text(
        '{% translate "Send" %}<b>{{ name }}</b><i title="Raw words">'
        '{% blocktranslate %}fine{% endblocktranslate %}</i><input value="machine">{# a note #}<p>生的</p>',
        encoding="utf-8",
    )
    assert list(untranslated(page)) == ["Raw words", "生的"]
