import json
import time

import pytest

from signet.standards.canon import rdfc
from signet.standards.errors import TooComplexError

ALGORITHMS = {None: "sha256", "SHA384": "sha384"}


@pytest.fixture(scope="session")
def suite(shared_standards):
    return shared_standards / "vectors" / "rdf-canon"


@pytest.fixture(scope="session")
def entries(suite):
    return json.loads((suite / "manifest.jsonld").read_bytes())["entries"]


def of_type(entries, name):
    return [entry for entry in entries if entry["type"] == f"rdfc:{name}"]


def test_every_evaluation_test_of_the_w3c_passes(suite, entries, parse_nquads):
    tests = of_type(entries, "RDFC10EvalTest")

    found = {
        entry["id"]: rdfc.canonicalize(
            parse_nquads((suite / entry["action"]).read_bytes()),
            algorithm=ALGORITHMS[entry.get("hashAlgorithm")],
        )
        for entry in tests
    }

    assert len(tests) == 64
    assert found == {entry["id"]: (suite / entry["result"]).read_bytes() for entry in tests}


def test_every_map_test_of_the_w3c_passes(suite, entries, parse_nquads):
    tests = of_type(entries, "RDFC10MapTest")

    found = {
        entry["id"]: {
            blank.removeprefix("_:"): name.removeprefix("_:")
            for blank, name in rdfc.labels(
                parse_nquads((suite / entry["action"]).read_bytes()),
                algorithm=ALGORITHMS[entry.get("hashAlgorithm")],
            ).items()
        }
        for entry in tests
    }

    assert len(tests) == 21
    assert found == {
        entry["id"]: json.loads((suite / entry["result"]).read_bytes()) for entry in tests
    }


def test_the_poison_graph_is_refused_at_once(suite, entries, parse_nquads):
    [entry] = of_type(entries, "RDFC10NegativeEvalTest")
    quads = parse_nquads((suite / entry["action"]).read_bytes())

    begun = time.process_time()
    with pytest.raises(TooComplexError):
        rdfc.canonicalize(quads)

    assert time.process_time() - begun < 0.3


def test_a_fifth_of_the_budget_is_enough_for_every_evaluation_test(suite, entries, parse_nquads):
    hardest = parse_nquads((suite / "rdfc10" / "test044-in.nq").read_bytes())

    found = rdfc.canonicalize(hardest, budget=rdfc.BUDGET // 5)

    assert found == (suite / "rdfc10" / "test044-rdfc10.nq").read_bytes()


def test_a_long_chain_of_like_nodes_is_refused_and_not_a_crash():
    ring = [(f"_:n{i}", "<urn:next>", f"_:n{(i + 1) % 500}", "") for i in range(500)]

    with pytest.raises(TooComplexError, match="too deep"):
        rdfc.canonicalize(ring, budget=10**9)


def twin_hubs(leaves):
    return [
        (f"_:hub{hub}", "<urn:has>", f"_:n{hub}x{leaf}", "")
        for hub in range(2)
        for leaf in range(leaves)
    ]


def test_a_few_alike_neighbours_are_settled():
    lines = rdfc.canonicalize(twin_hubs(3)).splitlines()

    assert len(lines) == 6


@pytest.mark.parametrize("leaves", [9, 50, 1500])
def test_many_alike_neighbours_are_refused_at_once(leaves):
    begun = time.process_time()
    with pytest.raises(TooComplexError, match="reasonable work"):
        rdfc.canonicalize(twin_hubs(leaves))

    assert time.process_time() - begun < 0.3


def test_repeated_quads_count_once():
    quad = ("_:x", "<urn:p>", '"a"', "")

    assert rdfc.canonicalize([quad, quad]) == b'_:c14n0 <urn:p> "a" .\n'


def test_an_empty_dataset_is_an_empty_document():
    assert rdfc.canonicalize([]) == b""
