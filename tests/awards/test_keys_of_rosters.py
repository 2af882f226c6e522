"""A roster while keys are missing: one unit's rows wait, those of all others are awarded."""

import pytest

from signet.awards import actions, editions
from signet.awards.models import Award, Batch, Credential
from signet.awards.signer import KeyUnavailableError

CENTER, PSYCHOLOGY = "first-aid", "brain-basics"


@pytest.fixture
def house(house):
    house.achievement(CENTER)
    house.achievement(PSYCHOLOGY, unit="psychology")
    return house


@pytest.fixture
def run(house_module):
    return lambda batch: actions.run(batch, now=house_module.NOON, told=lambda _decisions: None)


@pytest.fixture
def taken_away(settings):
    """Take a key of the center away; what comes back puts it where it was."""

    def take(name):
        [path] = settings.KEYS.glob(f"issuers/center-*/{name}.pem")
        away = path.rename(path.with_suffix(".away"))
        return lambda: away.rename(path)

    return take


def awarded(batch):
    """How many awards of the center, and of psychology."""
    made = Award.objects.filter(batch=batch)
    return tuple(made.filter(achievement__slug=slug).count() for slug in (CENTER, PSYCHOLOGY))


def test_a_missing_jwt_key_holds_up_no_other_unit(house, run, taken_away, house_module, caplog):
    run(house.staged(CENTER, PSYCHOLOGY))
    put_back = taken_away("jwt-1")

    signed = editions.sign_missing(now=house_module.NOON)

    kinds = Credential.objects.filter(kind="jwt").values_list("award__achievement__slug", flat=True)
    assert (signed, list(kinds)) == (1, [PSYCHOLOGY])
    assert "jwt-1.pem is missing" in caplog.text
    put_back()
    assert editions.sign_missing(now=house_module.NOON) == 1
    assert editions.sign_missing(now=house_module.NOON) == 0


def test_rows_wait_while_a_key_is_missing(house, run, taken_away):
    run(house.staged(CENTER))
    put_back = taken_away("credential-1")
    batch = house.staged(CENTER, first=3)

    with pytest.raises(KeyUnavailableError):
        run(batch)

    waiting = Batch.objects.get(state="awarding")
    assert (waiting, waiting.rows.get().state, awarded(batch)) == (batch, "ready", (0, 0))
    put_back()
    run(waiting)
    assert (waiting.state, awarded(batch)) == ("done", (1, 0))


def test_a_missing_key_of_one_unit_holds_up_no_other(house, run, taken_away):
    run(house.staged(CENTER))
    put_back = taken_away("credential-1")
    batch = house.staged(*[CENTER, PSYCHOLOGY] * 700, first=3)  # more than two chunks

    with pytest.raises(KeyUnavailableError, match=r"credential-1\.pem is missing"):
        run(batch)

    assert awarded(batch) == (0, 700)
    assert batch.rows.filter(state="ready").count() == 700
    put_back()
    run(batch)
    assert (awarded(batch), batch.state) == ((700, 700), "done")


def test_a_damaged_key_of_a_unit_that_never_issued_holds_up_no_other(house, run, settings):
    damaged = settings.KEYS / "issuers" / "psychology" / "credential-1.pem"
    damaged.parent.mkdir(parents=True)
    damaged.write_text("no key")
    batch = house.staged(CENTER, PSYCHOLOGY)

    with pytest.raises(KeyUnavailableError, match="holds no private key"):
        run(batch)

    assert awarded(batch) == (1, 0)
