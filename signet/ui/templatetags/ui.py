"""Template tags of every page: icons of the sprite and the sign of a class."""

from functools import cache

from django import template
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

register = template.Library()

NAMES_WITH_ARTICLE = ("University of ", "College of ", "Institute of ", "School of ")
CUE_ICONS = {
    "star-1": ("star-fill", 1),
    "star-2": ("star-fill", 2),
    "star-3": ("star-fill", 3),
    "diamond": ("diamond-fill", 1),
    "compass": ("star-four-fill", 1),
}


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    """A picture of the sprite, beside words that say the same to those who hear the page."""
    return format_html(
        '<svg class="icon" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        static("ui/icons.svg"),
        name,
    )


@register.filter
def the(name: str) -> str:
    """The name of an institution as it reads inside a sentence: the University of Denver."""
    return f"the {name}" if name.startswith(NAMES_WITH_ARTICLE) else name


@register.simple_tag
@cache
def cue(value: str) -> SafeString:
    """The sign that stands beneath a class's banner, to go before the class's name."""
    name, count = CUE_ICONS.get(value, ("star-fill", 0))
    pictures = format_html_join("", "{}", ((icon(name),) for _ in range(count)))
    return format_html('<span class="cue" aria-hidden="true">{}</span>', pictures)
