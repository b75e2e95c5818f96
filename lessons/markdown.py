"""Markdown to clean HTML: one line of it (stems, feedback), or a section cut into passages.

Markdown is turned into HTML once, when it is loaded, and cleaned by nh3 whatever the parser made of it.
In a section, `[[slug]]` and `[[slug|shown words]]` mark a glossary term, `[[P4.2]]` a sentence of the
article. `![what it shows](media/map.png)` is a picture of the course's own; of any other, its words stay.
The HTML names the file as the text does, and `lessons.pictures.with_pictures` puts the kept picture there.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, TypedDict

import nh3
from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict

from lessons.pictures import PATH

REFERENCE = re.compile(
    r"\[\[(?:P(?P<paragraph>\d+)\.(?P<sentence>\d+)|(?P<term>[a-z0-9]+(?:-[a-z0-9]+)*)(?:\|(?P<shown>[^\[\]|\n]+))?)\]\]"
)


class Passage(TypedDict):
    """A piece of a section: its first block, what stands in the margin beside that, and the blocks after."""

    lead: str
    notes: list[str]
    terms: list[str]
    rest: str


class Picture(NamedTuple):
    """A picture in Markdown: the words for those who do not see it, both as written, and its address."""

    alternative: str
    path: str

    @property
    def written(self) -> str:
        """How it begins in the text."""
        return f"![{self.alternative}]({self.path}"


def inline(source: str) -> str:
    """One line of Markdown (emphasis, code, links, pictures) as clean HTML; no blocks, and no raw HTML."""
    return _INLINE_CLEANER.clean(_LINE.renderInline(source))


def block(source: str) -> str:
    """Several lines of Markdown as clean HTML, without passages and without the words for terms."""
    return "".join(part.html for part in _blocks(_PAGE.parse(source), {}))


def pictures(source: str) -> list[Picture]:
    """The pictures in a text, in their order, whether or not they are the course's own."""
    found = [token for block in _PAGE.parse(source) for token in _pictures_in(block)]
    return [Picture(token.content, str(token.attrGet("src"))) for token in found]


def _pictures_in(token: Token) -> Iterator[Token]:
    for child in token.children or []:
        if child.type == "image":
            yield child
        yield from _pictures_in(child)


def references(body: str) -> tuple[set[str], list[str]]:
    """The terms a section's body names, and the article's sentences in the order they first stand."""
    found = _references(body)
    terms = {meta["term"] for meta in found if meta["term"]}
    return terms, list(dict.fromkeys(_sentence(meta) for meta in found if not meta["term"]))


def terms_shown_by_title(body: str) -> list[str]:
    """The terms that lend their own title to a body, which changes with it."""
    return sorted({meta["term"] for meta in _references(body) if meta["term"] and not meta["shown"]})


def _references(body: str) -> list[dict[str, str]]:
    return [
        token.meta
        for block in _PAGE.parse(body)
        for token in block.children or []
        if token.type == "reference"
    ]


def render_section(
    body: str, notes: Mapping[str, Sequence[str]], titles: Mapping[str, str] | None = None
) -> list[Passage]:
    """A section's Markdown as passages; a new one begins where the margin gets something new to say.

    `notes` gives each editor's note the sentences ("P4.2") of the claim it is about: the note stands
    beside the first block that refers to one of them, else beside the last block. `titles` gives the
    words shown for a term that has none of its own. A term is linked where it first stands, and only
    there. A heading begins a passage and takes the block after it into the lead.
    """
    blocks = list(_blocks(_PAGE.parse(body), titles or {}))
    places = {note: _place(blocks, sentences) for note, sentences in notes.items()}
    passages: list[Passage] = []
    for position, block in enumerate(blocks):
        beside = [note for note, place in places.items() if place == position]
        if passages and not (beside or block.terms or block.is_headed):
            passages[-1]["rest"] += block.html
        else:
            passages.append(Passage(lead=block.html, notes=beside, terms=block.terms, rest=""))
    return passages


@dataclass(frozen=True)
class _Block:
    html: str
    terms: list[str]
    sentences: set[str]
    is_headed: bool


def _blocks(tokens: list[Token], titles: Mapping[str, str]) -> Iterable[_Block]:
    """Top-level blocks; headings are joined to the block that follows them."""
    seen: set[str] = set()
    start = 0
    is_headed = False
    for end, token in enumerate(tokens, start=1):
        if token.level or token.nesting == 1:
            continue
        if token.type == "heading_close" and end < len(tokens):
            is_headed = True
            continue
        yield _block(tokens[start:end], seen, titles, is_headed or token.type == "heading_close")
        start, is_headed = end, False


def _block(tokens: list[Token], seen: set[str], titles: Mapping[str, str], is_headed: bool) -> _Block:
    terms: list[str] = []
    sentences: set[str] = set()
    for reference in [
        child for token in tokens for child in token.children or [] if child.type == "reference"
    ]:
        if not (term := reference.meta["term"]):
            sentences.add(_sentence(reference.meta))
            continue
        reference.content = reference.meta["shown"] or titles.get(term, term)
        reference.meta["linked"] = term not in seen
        if term not in seen:
            seen.add(term)
            terms.append(term)
    html = _PAGE.renderer.render(tokens, _PAGE.options, {})
    return _Block(_PAGE_CLEANER.clean(html), terms, sentences, is_headed)


def _place(blocks: list[_Block], sentences: Iterable[str]) -> int:
    wanted = set(sentences)
    return next((at for at, block in enumerate(blocks) if block.sentences & wanted), len(blocks) - 1)


def anchor_of(sentence: str) -> str:
    """Where a sentence of the article stands on a page: "P4.2" at p4-2."""
    return sentence.lower().replace(".", "-")


def _sentence(meta: Mapping[str, str]) -> str:
    return f"P{meta['paragraph']}.{meta['sentence']}"


def _read_reference(state: StateInline, silent: bool) -> bool:
    """The parser's rule for `[[…]]`."""
    if not (match := REFERENCE.match(state.src, state.pos, state.posMax)):
        return False
    if not silent:
        if match["paragraph"]:
            # The white space before it, a line's end too, becomes the no-break space that it brings along.
            state.pending = state.pending.rstrip()
            if not state.pending and state.tokens and state.tokens[-1].type == "softbreak":
                state.tokens.pop()
        state.push("reference", "a", 0).meta = match.groupdict()
    state.pos = match.end()
    return True


def _write_reference(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    token: Any = tokens[index]
    if token.meta["term"]:
        shown = inline(token.content)
        return (
            f'<a class="term" href="#term-{token.meta["term"]}">{shown}</a>'
            if token.meta["linked"]
            else shown
        )
    # Its name in the reader's language is added where the text is shown: see lessons/templatetags.
    return f'&nbsp;<a class="ref" href="#{anchor_of(_sentence(token.meta))}">¶{token.meta["paragraph"]}</a>'


def _write_picture(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType
) -> str:
    token = tokens[index]
    path = str(token.attrGet("src"))
    alternative = escapeHtml(renderer.renderInlineAsText(token.children, options, env))
    return f'<img src="{path}" alt="{alternative}">' if PATH.fullmatch(path) else alternative


def _only_our_pictures(tag: str, attribute: str, value: str) -> str | None:
    """nh3 asks this of every attribute: a picture's address is a file of the course's, or nothing."""
    is_foreign = tag == "img" and attribute == "src" and not PATH.fullmatch(value)
    return None if is_foreign else value


def _line_parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": False, "typographer": True})
    parser.add_render_rule("image", _write_picture)
    return parser.enable("smartquotes")  # authors type straight ones


def _page_parser() -> MarkdownIt:
    parser = _line_parser().enable("table")
    parser.inline.ruler.before("link", "reference", _read_reference)
    parser.add_render_rule("reference", _write_reference)
    return parser


_LINE = _line_parser()
_PAGE = _page_parser()
_LINE_TAGS = {"a", "code", "em", "strong", "br", "img"}
_BLOCK_TAGS = {"p", "ul", "ol", "li", "blockquote", "pre", "hr", "h2", "h3"}
_TABLE_TAGS = {"table", "thead", "tbody", "tr", "th", "td"}
_INLINE_CLEANER = nh3.Cleaner(
    tags=_LINE_TAGS,
    attributes={"a": {"href", "title"}, "img": {"src", "alt"}},
    attribute_filter=_only_our_pictures,
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)
_PAGE_CLEANER = nh3.Cleaner(
    tags=_LINE_TAGS | _BLOCK_TAGS | _TABLE_TAGS,
    attributes={"a": {"href", "title"}, "ol": {"start"}, "img": {"src", "alt"}},
    attribute_filter=_only_our_pictures,
    allowed_classes={"a": {"term", "ref"}},
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
)
