"""Reading awards. Whether anything of one is public is decided by `published` alone."""

from operator import attrgetter
from uuid import UUID

from django.db.models import Prefetch, QuerySet

from signet.awards.models import Award, Credential
from signet.awards.storage import stored
from signet.catalog.models import AchievementVersion

# An award may be seen by whoever has its link, in every state: a revoked badge says so. The
# columns are those of awards_award; documents.py asks the same question in SQL of its own.
PUBLISHED_SQL = "a.state IN ('issued', 'suspended', 'revoked')"


def published() -> QuerySet[Award]:
    """The awards that the public may see by link."""
    return Award.objects.filter(state__in=("issued", "suspended", "revoked"))


def badge(public_id: str) -> Award | None:
    """A published award with all that its page shows, or None."""
    return (
        published()
        .select_related(
            "achievement__unit",
            "version__classification",
            "version__achievement",
            "unit__parent__parent",
            "status_list",
        )
        .prefetch_related(
            Prefetch("credentials", Credential.objects.order_by("-number").select_related("key"))
        )
        .filter(public_id=public_id)
        .first()
    )


def signed_bytes(award: Award) -> bytes:
    """The newest JSON edition, exactly as signed: what the page shows."""
    told = [one for one in award.credentials.all() if one.kind != Credential.Kind.JWT]
    newest = max(told, key=attrgetter("number"))
    return stored(newest.body, newest.dictionary_id)


def version(uuid: UUID | str) -> AchievementVersion | None:
    """A published achievement version with all that its page and document say, or None."""
    return (
        AchievementVersion.objects.select_related(
            "achievement__unit__parent__parent", "achievement__current", "classification"
        )
        .filter(uuid=uuid, published_at__isnull=False)
        .first()
    )
