"""What people hand to the verifier."""

from typing import TYPE_CHECKING, Any

from django import forms

from signet.standards.documents import CREDENTIAL

if TYPE_CHECKING:
    from django.core.files.uploadedfile import UploadedFile

# a file or a text of 8 MiB, the other fields, and what the encoding of the form adds
MOST_BYTES = CREDENTIAL.max_bytes + 64 * 1024
WAYS = ("file", "address", "text")
TOO_LARGE = "That is more than 8 MB. A badge is never that large."


class VerifyForm(forms.Form):
    """A badge as a file, as an address or as text: exactly one of the three."""

    file = forms.FileField(required=False, max_length=255, allow_empty_file=True)
    address = forms.CharField(required=False, max_length=2000)
    recipient = forms.CharField(required=False, max_length=320)
    text = forms.CharField(required=False, strip=True, max_length=CREDENTIAL.max_bytes)

    def clean_file(self) -> "UploadedFile[Any] | None":
        """Refuse what is larger than a credential may be before reading it."""
        file: UploadedFile[Any] | None = self.cleaned_data["file"]
        if file is not None and (file.size or 0) > CREDENTIAL.max_bytes:
            raise forms.ValidationError(TOO_LARGE)
        return file

    def clean(self) -> dict[str, Any]:
        """Ask for one badge at a time."""
        found = super().clean() or {}
        given = [name for name in WAYS if found.get(name)]
        if not self.errors and len(given) != 1:
            raise forms.ValidationError(
                "Give the badge in one form only: a file, an address or a text."
                if given
                else "Choose a file, or paste an address or a text, and then press Verify."
            )
        return found

    @property
    def problem(self) -> str:
        """The first thing to mend, for the head of the form."""
        return next((str(messages[0]) for messages in self.errors.values()), "")
