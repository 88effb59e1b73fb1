"""Our count of SMS segments against Twilio's own published calculator, which says what is billed."""

import json
import random
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from coaching.core.programme_file import read_programme
from coaching.core.sms_text import measure

VENDOR = Path(__file__).resolve().parents[1] / "vendor"
PROGRAMMES = Path(__file__).resolve().parents[2] / "templates" / "programmes"
CALCULATOR = sorted((VENDOR / "sms-segments-calculator").glob("*.js"))
SPLITTER = VENDOR / "grapheme-splitter" / "index.js"

LOADER = """
const sources = %s, loaded = {};
function need(name) {
  const key = name.replace("./", "");
  if (!(key in loaded)) {
    const module = loaded[key] = { exports: {} };
    new Function("module", "exports", "require", sources[key])(module, module.exports, need);
  }
  return loaded[key].exports;
}
const { SegmentedMessage } = need("SegmentedMessage");
window.counted = texts => texts.map(text => {
  const one = new SegmentedMessage(text);
  return [one.encodingName, one.segmentsCount];
});
"""
"""The files ask for each other as node modules do; this gives them what they ask for."""

ALPHABETS = (
    "abc DEF 123 .,?!",
    "éèàùìòäöüñßØ£@{}[]~|^\\€",
    "ëïêáíóúç’“–…ĳ\t`",
    "😀👍🎉❤☀",
    "жλ你好שلا",
)
"""Letters of one SMS and of the costlier kind. Emoji of several parts are among the worked examples of the other tests."""

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def calculator(browser: Browser) -> Iterator[Page]:
    sources = {path.stem: path.read_text(encoding="utf-8") for path in CALCULATOR}
    sources["grapheme-splitter"] = SPLITTER.read_text(encoding="utf-8")
    page = browser.new_page()
    page.add_script_tag(content=LOADER % json.dumps(sources))
    yield page
    page.close()


def texts() -> list[str]:
    """Everything that we ship, and a thousand texts of any letters with lengths around those that begin a segment."""
    found: list[str] = []
    for folder in sorted(PROGRAMMES.iterdir()):
        programme = read_programme({path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.toml")})
        for bodies in [*(text.bodies for text in programme.texts), *programme.system_texts.values()]:
            found += bodies.values()
    chance = random.Random(160)  # the same texts in every run
    for _ in range(1000):
        letters = "".join(chance.sample(ALPHABETS, chance.randint(1, 3)))
        edge = chance.choice([0, 35, 67, 70, 134, 153, 160, 306, 459])
        found.append("".join(chance.choices(letters, k=max(0, edge + chance.randint(-3, 3)))))
    return found


def test_the_vendored_files_are_those_that_the_list_names() -> None:
    named = (VENDOR / "README.md").read_text(encoding="utf-8")
    together = sha256(b"".join(path.read_bytes() for path in CALCULATOR)).hexdigest()
    assert together in named
    assert sha256(SPLITTER.read_bytes()).hexdigest() in named


def test_encoding_and_segments_are_as_twilio_counts_them(calculator: Page) -> None:
    said = texts()
    counted = calculator.evaluate("texts => window.counted(texts)", said)
    ours = [[measure(text).encoding, measure(text).segments] for text in said]
    # An empty text is one segment to us and none to the calculator; nobody can send one.
    differ = [
        (text, mine, theirs) for text, mine, theirs in zip(said, ours, counted, strict=True) if text and mine != theirs
    ]
    assert differ == []
