"""Open Badges 3.0 credentials: made as frozen dataclasses, written as JSON, read from anyone's."""

from signet.standards.credential.achievement import (
    Achievement,
    Alignment,
    Criteria,
    Related,
    ResultDescription,
    RubricCriterionLevel,
)
from signet.standards.credential.badge import OpenBadgeCredential, parse, parse_endorsement
from signet.standards.credential.endorsement import EndorsementCredential, EndorsementSubject
from signet.standards.credential.profile import (
    Address,
    GeoCoordinates,
    IdentifierEntry,
    Image,
    Profile,
)
from signet.standards.credential.services import (
    BitstringStatusListEntry,
    CredentialSchema,
    RefreshService,
    TermsOfUse,
)
from signet.standards.credential.shape import ShapeError
from signet.standards.credential.status_list import (
    StatusList,
    StatusListCredential,
    parse_status_list,
)
from signet.standards.credential.subject import (
    AchievementSubject,
    Evidence,
    IdentityObject,
    Result,
)
from signet.standards.credential.terms import (
    CONTEXTS,
    AchievementType,
    AlignmentTargetType,
    DataModel,
    IdentifierType,
    ResultStatus,
    ResultType,
)

__all__ = [
    "CONTEXTS",
    "Achievement",
    "AchievementSubject",
    "AchievementType",
    "Address",
    "Alignment",
    "AlignmentTargetType",
    "BitstringStatusListEntry",
    "CredentialSchema",
    "Criteria",
    "DataModel",
    "EndorsementCredential",
    "EndorsementSubject",
    "Evidence",
    "GeoCoordinates",
    "IdentifierEntry",
    "IdentifierType",
    "IdentityObject",
    "Image",
    "OpenBadgeCredential",
    "Profile",
    "RefreshService",
    "Related",
    "Result",
    "ResultDescription",
    "ResultStatus",
    "ResultType",
    "RubricCriterionLevel",
    "ShapeError",
    "StatusList",
    "StatusListCredential",
    "TermsOfUse",
    "parse",
    "parse_endorsement",
    "parse_status_list",
]
