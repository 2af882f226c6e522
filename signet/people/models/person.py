import uuid

from django.db import models


class Person(models.Model):
    """Someone who earns, whether or not they ever sign in.

    directory_block: the person asked the university to publish nothing about them (FERPA);
    their badges are signed without a name.
    """

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    given_name = models.CharField(max_length=200, blank=True)
    family_name = models.CharField(max_length=200, blank=True)
    name = models.CharField(max_length=200)
    university_id = models.CharField(max_length=100, null=True, blank=True, unique=True)
    language = models.CharField(max_length=35, blank=True)
    directory_block = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "people"
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(university_id=""), name="people_person_id_or_null"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Address(models.Model):
    """An e-mail address of a person.

    normalized: ASCII letters lowered, nothing else folded; whoever holds it is one person.
    """

    class Source(models.TextChoices):
        ROSTER = "roster"
        SIGN_IN = "sign-in"
        STAFF = "staff"

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="addresses")
    address = models.CharField(max_length=254)
    normalized = models.CharField(max_length=254, unique=True)
    source = models.CharField(max_length=10, choices=Source)
    verified_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name_plural = "addresses"

    def __str__(self) -> str:
        return self.address
