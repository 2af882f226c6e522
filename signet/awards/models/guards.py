"""What the database itself refuses: badges are in the world, and what they rest on stays."""

from signet.lib.guards import Guard

GUARDS = (
    Guard(
        "awards_award_named",
        "awards_award",
        "UPDATE",
        "badges are named by these ids: they never change",
        columns=("uuid", "public_id"),
        when="NEW.uuid <> OLD.uuid OR NEW.public_id <> OLD.public_id",
    ),
    Guard("awards_award_kept", "awards_award", "DELETE", "an award is revoked, never deleted"),
    Guard(
        "awards_credential_stays",
        "awards_credential",
        "UPDATE",
        "a signed edition never changes: sign another",
        columns=("award_id", "kind", "number", "key_id", "body", "digest", "dictionary_id"),
    ),
    Guard("awards_credential_kept", "awards_credential", "DELETE", "a signed edition is kept"),
    Guard(
        "awards_dictionary_stays",
        "awards_compressiondictionary",
        "UPDATE",
        "credentials are stored by this dictionary: add another",
    ),
    Guard(
        "awards_dictionary_kept",
        "awards_compressiondictionary",
        "DELETE",
        "credentials are stored by this dictionary",
    ),
    Guard(
        "awards_key_stays",
        "awards_issuerkey",
        "UPDATE",
        "a published key never changes: rotate it",
        columns=("unit_id", "purpose", "kid", "multikey"),
    ),
    Guard(
        "awards_key_kept", "awards_issuerkey", "DELETE", "a published key is retired, not deleted"
    ),
    Guard(
        "awards_document_stays",
        "awards_issuerdocument",
        "UPDATE",
        "a published DID document never changes: publish another",
    ),
    Guard(
        "awards_document_kept",
        "awards_issuerdocument",
        "DELETE",
        "every published DID document is kept",
    ),
    Guard(
        "awards_status_list_goes_on",
        "awards_statuslist",
        "UPDATE",
        "a status list never goes back to what it was",
        when="NEW.sequence < OLD.sequence OR NEW.allocated < OLD.allocated "
        "OR NEW.seed <> OLD.seed OR NEW.uuid <> OLD.uuid OR NEW.unit_id <> OLD.unit_id",
    ),
    Guard(
        "awards_status_list_kept",
        "awards_statuslist",
        "DELETE",
        "badges point at this status list",
    ),
)
