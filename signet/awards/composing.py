"""From our rows to the standard's classes: what a signed badge says."""

from signet.awards import issuers
from signet.awards.drafts import AwardDraft
from signet.awards.models import Credential
from signet.catalog.composing import achievement
from signet.people.models import Institution
from signet.standards import credential as ob


def subject(award: AwardDraft, told: ob.Achievement, *, kind: str) -> ob.AchievementSubject:
    """The award's subject: an opaque id, never an address; a name only where one is shown."""
    return ob.AchievementSubject(
        id=f"urn:uuid:{award.uuid}",
        identifier=(
            ob.IdentityObject(
                hashed=False,
                identity_hash=award.shown_name,
                identity_type="name",
            ),
        )
        if kind != Credential.Kind.ANONYMOUS and award.shown_name
        else (),
        narrative=award.narrative or None,
        result=(ob.Result(result_description=told.result_description[0].id, value=award.result),)
        if award.result and told.result_description
        else (),
        achievement=told,
    )


def evidence(award: AwardDraft) -> tuple[ob.Evidence, ...]:
    """What the earner did, as far as the award names it."""
    return tuple(
        ob.Evidence(
            id=one.get("url") or None,
            name=one.get("name") or None,
            narrative=one.get("narrative") or None,
        )
        for one in award.evidence
    )


def status_entry(award: AwardDraft, home: str) -> ob.BitstringStatusListEntry:
    """The award's one entry, shared by all its editions."""
    url = status_url(award.status_list.uuid, home)
    return ob.BitstringStatusListEntry(
        id=f"{url}#{award.status_index}",
        status_purpose="revocation",
        status_list_index=str(award.status_index),
        status_list_credential=url,
    )


def status_url(uuid: object, home: str) -> str:
    """Where a status list is served."""
    return f"{home}/status/{uuid}"


def badge_url(public_id: str, home: str) -> str:
    """The badge's page."""
    return f"{home}/badges/{public_id}"


def edition_url(public_id: str, kind: str, home: str) -> str:
    """The id of an edition, beneath the badge's page."""
    return f"{badge_url(public_id, home)}/{kind}"


def credential(award: AwardDraft, *, kind: str, institution: Institution) -> ob.OpenBadgeCredential:
    """The unsigned edition `kind` of an award."""
    home = institution.public_url
    return ob.OpenBadgeCredential(
        id=edition_url(award.public_id, kind, home),
        name=award.version.name,
        issuer=issuers.profile_of(award.unit, institution),
        valid_from=award.valid_from,
        awarded_date=award.awarded_at,
        valid_until=award.valid_until,
        subject=subject(award, achievement(award.version, home), kind=kind),
        evidence=evidence(award),
        credential_status=status_entry(award, home),
    )
