"""Signing keys: rotated, retired, lost, encrypted; old badges hold, and nothing is ever replaced."""

import shutil
import stat

import pytest
from django.core.management import call_command
from django.db import connection

from signet.audit.models import Event
from signet.awards import actions, identity, signer
from signet.awards.models import Award, IssuerDocument, IssuerKey
from signet.awards.signer import KeyUnavailableError
from signet.config.management.commands.migrate import GUARDS
from signet.people.models import Institution
from signet.public.checking import check_own


def verdict(client, award, house):
    raw = client.get(f"/badges/{award.public_id}.json").content
    report = check_own(raw, home=house.institution.public_url, now=award.created_at)
    return report.verdict


def key_of(award, purpose="credential"):
    return IssuerKey.objects.get(unit=award.unit, purpose=purpose, state="active")


def test_twenty_rotations_leave_every_badge_valid(house, client):
    awards = [house.award(house.achievement())]
    unit = awards[0].unit
    for number in range(20):
        actions.rotate(unit, "credential", by=house.registrar)
        awards.append(house.award(house.achievement(f"badge-{number}")))

    assert [verdict(client, award, house) for award in awards] == ["verified"] * 21
    signers = {award.credentials.get().key.kid for award in awards}
    assert signers == {f"credential-{number}" for number in range(1, 22)}
    numbers = list(IssuerDocument.objects.filter(unit=unit).values_list("number", flat=True))
    assert numbers == list(range(1, 22))


def test_a_retired_key_signs_no_more_and_stays_good(house, client):
    award = house.award(house.achievement())

    actions.retire(key_of(award), by=house.registrar)

    assert verdict(client, award, house) == "verified"
    with pytest.raises(KeyUnavailableError, match="no active credential key"):
        house.award(house.achievement("another"))


def test_a_compromised_key_asserts_no_more(house, client):
    award = house.award(house.achievement())
    assert verdict(client, award, house) == "verified"

    actions.compromise(key_of(award), by=house.registrar)

    assert verdict(client, award, house) == "refused"


@pytest.mark.parametrize("rotated", [False, True])
def test_the_lists_of_a_compromised_status_key_are_signed_again(house, client, rotated):
    good, bad = house.award(house.achievement()), house.award(house.achievement("another"))
    actions.revoke(bad, by=house.registrar, reason="conduct", public_reason="", now=good.created_at)
    exposed = key_of(good, "status")
    if rotated:
        actions.rotate(good.unit, "status", by=house.registrar)

    actions.compromise(exposed, by=house.registrar)

    assert key_of(good, "status").kid == "status-2"
    assert verdict(client, good, house) == "verified"
    assert verdict(client, bad, house) == "refused"


def test_a_lost_secret_stops_issuing_and_is_never_replaced(house, settings):
    house.award(house.achievement())
    secret = settings.KEYS / "institution-secret"
    kept = secret.read_text()
    secret.unlink()
    identity._keyed.cache_clear()  # as in the next process

    with pytest.raises(KeyUnavailableError, match="institution-secret is missing"):
        house.award(house.achievement("another"))

    assert not secret.exists()
    for number, damaged in enumerate((b"", b"abcd", b"no secret", b"\xff\xfe")):
        secret.write_bytes(damaged)
        with pytest.raises(KeyUnavailableError, match="is damaged"):
            house.award(house.achievement(f"damaged-{number}"))
    secret.write_text("5e" * 32)
    with pytest.raises(KeyUnavailableError, match="is another one than awards were given ids by"):
        house.award(house.achievement("of-another"))
    assert Award.objects.count() == 1
    secret.write_text(kept)
    assert house.award(house.achievement("a-fourth")).state == "issued"


def test_a_secret_lost_before_it_was_remembered_is_not_replaced(house, settings):
    """A database of before holds awards, and nothing yet to tell the secret by."""
    house.award(house.achievement())
    [guard] = [one for one in GUARDS if one.name == "people_institution_secret_stays"]
    guard.drop(connection)
    Institution.objects.update(secret_check="")
    guard.create(connection)
    (settings.KEYS / "institution-secret").unlink()
    identity._keyed.cache_clear()

    with pytest.raises(KeyUnavailableError, match="institution-secret is missing"):
        house.award(house.achievement("another"))

    assert not (settings.KEYS / "institution-secret").exists()


def test_key_files_are_for_the_owner_alone(house, settings):
    house.award(house.achievement())

    files = [path for path in settings.KEYS.rglob("*") if path.is_file()]
    # three keys of the unit, of the one above it and of the institution, and the secret
    assert len(files) == 10
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o400}


def test_those_above_the_issuer_have_did_documents_too(house, client):
    unit = house.award(house.achievement()).unit

    assert unit.parent is not None
    for slug in (unit.slug, unit.parent.slug):
        document = client.get(f"/issuers/{slug}/did.json").json()
        assert document["id"] == f"did:web:localhost%3A8000:issuers:{slug}"
    assert client.get("/.well-known/did.json").json()["id"] == "did:web:localhost%3A8000"


def damaged(path, tmp_path, how):
    if how == "missing":
        path.rename(tmp_path / "away.pem")
    else:
        path.unlink()
        other = path.with_name("status-1.pem").read_bytes()
        path.write_bytes(other if how == "another key" else b"no key at all")


@pytest.mark.parametrize(
    ("how", "told"),
    [
        ("missing", "is missing. Restore it from a backup"),
        ("another key", "holds another key than the one published as credential-1"),
        ("no key", "it holds no private key"),
    ],
)
def test_a_damaged_key_stops_issuing_and_nothing_else(
    house, settings, tmp_path, client, *, how, told
):
    award = house.award(house.achievement())
    [path] = settings.KEYS.glob(f"issuers/{award.unit.slug}/credential-1.pem")
    damaged(path, tmp_path, how)
    before = path.read_bytes() if path.exists() else None

    with pytest.raises(KeyUnavailableError, match=told) as caught:
        house.award(house.achievement("another"))

    assert str(path) in str(caught.value)
    assert (path.read_bytes() if path.exists() else None) == before
    assert Award.objects.count() == 1
    assert IssuerKey.objects.filter(unit=award.unit).count() == 3
    assert verdict(client, award, house) == "verified"
    assert client.get(f"/badges/{award.public_id}").status_code == 200
    assert signer.signer(key_of(award, "status"))


def test_an_unreadable_key_says_so(house, settings, monkeypatch):
    award = house.award(house.achievement())
    signer._parsed.cache_clear()

    def refuse(path, *_args):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr("pathlib.Path.read_bytes", refuse)  # root reads every file

    with pytest.raises(KeyUnavailableError, match="cannot be read: Permission denied"):
        signer.signer(key_of(award))


def test_a_passphrase_encrypts_the_files_and_is_needed_to_sign(house, settings, client):
    settings.KEY_PASSPHRASE = "open sesame"
    award = house.award(house.achievement())
    files = list(settings.KEYS.glob("issuers/*/*.pem"))

    assert files
    assert all(b"BEGIN ENCRYPTED PRIVATE KEY" in path.read_bytes() for path in files)
    assert verdict(client, award, house) == "verified"
    for wrong in ("", "open barley"):
        settings.KEY_PASSPHRASE = wrong
        with pytest.raises(KeyUnavailableError, match="KEY_PASSPHRASE is missing or not the one"):
            house.award(house.achievement(f"with-{len(wrong)}"))


def test_the_files_alone_bring_the_same_keys_back(house, settings, tmp_path):
    """A run that made the files and then rolled back finds them again."""
    award = house.award(house.achievement())
    copies = tmp_path / "copies"
    shutil.copytree(settings.KEYS, copies)
    before = key_of(award).multikey

    assert signer.make(key_of(award)).multikey == before
    assert {p.name: p.read_bytes() for p in settings.KEYS.rglob("*.pem")} == {
        p.name: p.read_bytes() for p in copies.rglob("*.pem")
    }


def test_no_private_key_leaves_its_file(house, settings, tmp_path, capfd):
    award = house.award(house.achievement())
    actions.rotate(award.unit, "credential", by=house.registrar)
    secrets = []
    for path in settings.KEYS.rglob("*"):
        if path.suffix == ".pem":
            lines = path.read_text().splitlines()
            secrets.append("".join(lines[1:-1])[-40:])
            secrets.append(signer._load(path).private_bytes_raw().hex()) if (
                "jwt" not in path.name
            ) else None
        elif path.name == "institution-secret":
            secrets.append(path.read_text())
    dump = tmp_path / "dump.json"
    call_command("dumpdata", output=str(dump), verbosity=0)

    told = dump.read_text() + "".join(capfd.readouterr())
    assert len(secrets) > 10
    assert not [secret for secret in secrets if secret in told]
    assert dump.stat().st_size > 10_000


def test_every_change_of_a_key_is_one_event_and_a_document(house):
    award = house.award(house.achievement())
    last = Event.objects.order_by("-id").first().pk

    fresh = actions.rotate(award.unit, "status", by=house.registrar)
    actions.compromise(fresh, by=house.registrar)

    verbs = list(Event.objects.filter(pk__gt=last).order_by("id").values_list("verb", flat=True))
    rotated, exposed = ["activate", "publish_keys"], ["compromise", "publish_keys"]
    assert verbs == ["retire", *rotated, *exposed, *rotated]
