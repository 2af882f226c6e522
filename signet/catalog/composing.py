"""From a version's row to the standard's Achievement: what it says in every badge."""

from signet.catalog import wording
from signet.catalog.models import AchievementVersion
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
            name=told.get("name"),
            result_type=told.get("type"),
            allowed_value=tuple(told.get("allowed", ())),
            required_value=told.get("required"),
            value_min=told.get("value_min"),
            value_max=told.get("value_max"),
            rubric_criterion_level=tuple(
                ob.RubricCriterionLevel(
                    id=f"{url}#level-{number}",
                    name=level.get("name"),
                    points=level.get("points"),
                    description=level.get("description"),
                )
                for number, level in enumerate(told.get("levels", ()), 1)
            ),
        ),
    )
