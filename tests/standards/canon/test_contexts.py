import json
from hashlib import sha256

import pytest

from signet.standards.canon import contexts
from signet.standards.canon.contexts import Pin
from signet.standards.errors import ContextError

V2 = "https://www.w3.org/ns/credentials/v2"


def official(folder, entry):
    raw = (folder / entry["file"]).read_bytes()
    if len(raw) < 8:  # a symbolic link of the publisher's repository, kept as its target's name
        raw = (folder / entry["file"]).with_name(raw.decode()).read_bytes()
    assert sha256(raw).hexdigest() == entry["sha256"]
    return json.loads(raw)


def test_every_pinned_context_is_the_official_one(shared_standards):
    folder = shared_standards / "contexts"
    index = json.loads((folder / "index.json").read_bytes())

    found = {url: contexts.document(url) for url in contexts.pins()}

    assert len(found) == 25
    assert found == {url: official(folder, entry) for url, entry in index.items()}


def test_the_vc_context_has_the_hash_that_its_recommendation_publishes():
    assert contexts.pins()[V2] == Pin(
        "credentials-v2.jsonld", "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734"
    )


def test_sources_names_every_copy_with_its_hash():
    sources = (contexts.FOLDER / "SOURCES.md").read_text()

    for url, pin in contexts.pins().items():
        assert f"| {url} | `{pin.file}` |" in sources
        assert f"| `{pin.sha256}` |" in sources


def test_no_file_stands_there_unpinned():
    files = {path.name for path in contexts.FOLDER.glob("*.jsonld")}

    assert files == {pin.file for pin in contexts.pins().values()}


def test_a_changed_copy_is_refused(tmp_path):
    pin = contexts.pins()[V2]
    raw = contexts.matching(contexts.FOLDER, pin)
    (tmp_path / pin.file).write_bytes(raw.replace(b"validUntil", b"validUnti1"))

    with pytest.raises(ContextError, match=r"credentials-v2\.jsonld"):
        contexts.matching(tmp_path, pin)


def test_an_unknown_url_has_no_document():
    assert not contexts.known("https://example.org/context")
    with pytest.raises(ContextError, match="is not one of those known here"):
        contexts.document("https://example.org/context")


def test_no_caller_can_change_another_callers_document():
    contexts.document(V2)["@context"] = {}

    assert contexts.document(V2)["@context"] != {}
