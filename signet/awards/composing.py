"""From our rows to the standard's classes: what a signed badge says."""

from signet.awards import issuers, wording
from signet.awards.drafts import AwardDraft
from signet.awards.models import Credential
from signet.catalog.models import AchievementVersion
from signet.people.models import Institution
from signet.standards import credential as ob


def achievement_url(version: AchievementVersion, home: str) -> str:
    """The id of the version in credentials, which is also its page."""
    return f"{home}/achievements/{version.uuid}"


def achievement(version: AchievementVersion, home: str) -> ob.Achievement:
    """The version as credentials embed it."""
    url = achievement_url(version, home)
    named = version.frozen["classification"]
    skills = version.frozen["skills"]
    return ob.Achievement(
        id=url,
        achievement_type=version.achievement_type,
        name=version.name,
        description=version.description,
        criteria=ob.Criteria(id=f"{url}#criteria", narrative=wording.criteria_narrative(version)),
        image=ob.Image(id=f"{url}.png", caption=f"{version.name}, {named['name']} badge"),
        in_language=version.language,
        version=str(version.number),
        credits_available=float(version.credits) if version.credits is not None else None,
        tag=tuple(_tags(version)),
        alignment=(
            class_alignment(version, home),
            *(skill_alignment(skill) for skill in skills if skill["url"]),
        ),
        related=tuple(_earlier(version, home)),
        result_description=_result_description(version, url),
    )


def class_alignment(version: AchievementVersion, home: str) -> ob.Alignment:
    """The class as an alignment to the institution's own scale of mastery."""
    named = version.frozen["classification"]
    return ob.Alignment(
        target_type="ext:Classification",
        target_name=named["name"],
        target_code=named["slug"],
        target_framework="Micro-credential classes",
        target_description=f"{named['mastery']}. {named['meaning']}",
        target_url=f"{home}/classifications/#{named['slug']}",
    )


def skill_alignment(skill: dict[str, str]) -> ob.Alignment:
    """A skill as an alignment to the framework that publishes it."""
    return ob.Alignment(
        target_type=skill["target_type"] or None,
        target_name=skill["name"],
        target_code=skill["code"] or None,
        target_framework=skill["framework"] or None,
        target_description=skill["description"] or None,
        target_url=skill["url"],
    )


def _tags(version: AchievementVersion) -> list[str]:
    named = [version.frozen["classification"]["name"], version.get_learning_type_display()]
    skills = [skill["name"] for skill in version.frozen["skills"]]
    return list(dict.fromkeys([*named, *skills, *version.tags]))


def _earlier(version: AchievementVersion, home: str) -> list[ob.Related]:
    earlier = version.achievement.versions.filter(
        number__lt=version.number, published_at__isnull=False
    )
    return [
        ob.Related(id=achievement_url(other, home), version=str(other.number)) for other in earlier
    ]


def _result_description(version: AchievementVersion, url: str) -> tuple[ob.ResultDescription, ...]:
    told = version.result
    if not told:
        return ()
    return (
        ob.ResultDescription(
            id=f"{url}#result",
            name=told["name"],
            result_type=told["type"],
            allowed_value=tuple(told.get("allowed", ())),
            required_value=told.get("required"),
            value_min=told.get("value_min"),
            value_max=told.get("value_max"),
            rubric_criterion_level=tuple(
                ob.RubricCriterionLevel(
                    id=f"{url}#level-{number}",
                    name=level["name"],
                    points=level.get("points"),
                    description=level.get("description"),
                )
                for number, level in enumerate(told.get("levels", ()), 1)
            ),
        ),
    )


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
