"""Directory blocks: a person asks that nothing about them be published (FERPA), or allows it again.

Their badges stay under the same URL in editions without a name. What was saved elsewhere before
stays there: a signed document cannot be called back.
"""

from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from signet.audit.actions import record
from signet.awards import statuslists, storage
from signet.awards.actions.awards import sign_again
from signet.awards.models import Award, Credential
from signet.awards.press import Press
from signet.people.models import Person, Unit, User
from signet.people.queries import institution, is_registrar
from signet.standards import documents


def block(person: Person, *, by: User, now: datetime) -> int:
    """Take the person's name, evidence and narratives off all their badges; how many there are.

    Raises PermissionDenied unless `by` is Registrar everywhere, and signer.KeyUnavailableError.
    """
    return _set_block(person, blocked=True, by=by, now=now)


def lift_block(person: Person, *, by: User, now: datetime) -> int:
    """Let the person's badges name them again, by the name that they bore; how many there are."""
    return _set_block(person, blocked=False, by=by, now=now)


def _to_sign(person: Person, *, blocked: bool) -> QuerySet[Award]:
    """The awards that say otherwise than they will."""
    held = Award.objects.filter(person=person)
    held = held.exclude(shown_name="") if blocked else held.filter(shown_name="")
    return held.select_related("version", "unit", "status_list").order_by("pk")


def _name_before(award: Award) -> str:
    """The name that the award bore before it was withheld, as it was signed then; '' for none."""
    named = award.credentials.filter(kind=Credential.Kind.NAMED).order_by("-number").first()
    if named is None:
        return ""
    told = documents.loads(storage.stored(named.body, named.dictionary_id))
    name: str = told["credentialSubject"]["identifier"][0]["identityHash"]
    return name


def _set_block(person: Person, *, blocked: bool, by: User, now: datetime) -> int:
    verb = "block_directory" if blocked else "lift_directory_block"
    if not is_registrar(by):
        raise PermissionDenied(f"{by} may not set directory blocks: ask the Registrar.")
    with transaction.atomic():
        # whoever awards at the same time, in any unit, reads the person before or after all this
        statuslists.queue_up(Unit.objects.values_list("pk", flat=True))
        kept = Person.objects.select_for_update().get(pk=person.pk)
        person.directory_block = blocked
        if kept.directory_block == blocked:
            return 0
        person.save(update_fields=["directory_block"])
        press = Press(institution(), created=now)
        awards = list(_to_sign(person, blocked=blocked))
        for award in awards:
            name = "" if blocked else _name_before(award) or kept.name
            # of two editions the one that is valid from later holds
            award.valid_from = min(now, award.valid_until or now)
            award.shown_name = name
            award.save(update_fields=["shown_name", "valid_from"])
            sign_again(award, press, now=now)
        record(verb, person, by=by, awards=[str(award.uuid) for award in awards])
        return len(awards)
