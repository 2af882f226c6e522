"""Markdown of others as HTML that can do nothing but be read."""

from collections.abc import Sequence
from typing import Any

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

_TAGS = {"p", "ul", "ol", "li", "strong", "em", "code", "pre", "blockquote", "a", "br", "h3", "h4"}
# a heading of theirs stands below the headings of the page
_LEVELS = {"h1": "h3", "h2": "h3", "h3": "h4", "h4": "h4", "h5": "h4", "h6": "h4"}


def as_html(text: str) -> SafeString:
    """Render Markdown: no raw HTML, no pictures, links to the web only and none vouched for."""
    tokens = _parser.parse(text)
    for token in tokens:
        token.tag = _LEVELS.get(token.tag, token.tag)
    clean = nh3.clean(
        _parser.renderer.render(tokens, _parser.options, {}),
        tags=_TAGS,
        attributes={"a": {"href"}, "ol": {"start"}},
        attribute_filter=_absolute,
        url_schemes={"https", "http"},
        link_rel="nofollow noopener noreferrer",
    )
    return mark_safe(clean)  # noqa: S308  # nh3 has just reduced it to the tags above


def _absolute(_tag: str, attribute: str, value: str) -> str | None:
    """Drop links without a host: in a stranger's text they would lead into our own site."""
    if attribute == "href" and not value.lower().startswith(("https://", "http://")):
        return None
    return value


def _words_of_picture(
    _renderer: Any, tokens: Sequence[Token], index: int, _options: Any, _env: Any
) -> str:
    """A picture would tell its host who reads the page, so only its description stays."""
    return escape(tokens[index].content)


_parser = MarkdownIt("commonmark", {"html": False})
_parser.add_render_rule("image", _words_of_picture)
