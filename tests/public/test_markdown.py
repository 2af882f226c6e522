from __future__ import annotations

import pytest

from signet.public.markdown import as_html


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Plain & *stressed*", "<p>Plain &amp; <em>stressed</em></p>\n"),
        ("1. one\n2. two", "<ol>\n<li>one</li>\n<li>two</li>\n</ol>\n"),
        ("# Big\n\n#### Small", "<h3>Big</h3>\n<h4>Small</h4>\n"),
        (
            "[site](https://example.edu/a)",
            '<p><a href="https://example.edu/a" rel="nofollow noopener noreferrer">site</a></p>\n',
        ),
        ("<b>bold</b>", "<p>&lt;b&gt;bold&lt;/b&gt;</p>\n"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>\n"),
        ("![A chart](https://track.example/1.png)", "<p>A chart</p>\n"),
        ("![<b>](https://track.example/1.png)", "<p>&lt;b&gt;</p>\n"),
        ("[x](javascript:alert(1))", "<p>[x](javascript:alert(1))</p>\n"),
        ("[x](ftp://example.edu)", '<p><a rel="nofollow noopener noreferrer">x</a></p>\n'),
        ("[x](//evil.example)", '<p><a rel="nofollow noopener noreferrer">x</a></p>\n'),
        ("[x](/admin/logout/)", '<p><a rel="nofollow noopener noreferrer">x</a></p>\n'),
        ("3. three", '<ol start="3">\n<li>three</li>\n</ol>\n'),
    ],
)
def test_markdown_becomes_harmless_html(text, expected):
    assert as_html(text) == expected
