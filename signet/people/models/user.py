import uuid
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Coalesce

from signet.people.models.institution import Unit
from signet.people.models.person import Person


class UserManager(BaseUserManager["User"]):
    """Makes users, whose sign-in name is an address in lower case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A user who signs in with `email`; without a password none works."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A user who may do everything."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        """The user who signs in with this address, in any case."""
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser, PermissionsMixin):
    """Someone who signs in; at most one Person belongs to them."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200, blank=True)
    person = models.OneToOneField(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="user"
    )
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    def __str__(self) -> str:
        return self.name or self.email

    @property
    def actor_id(self) -> str:
        """What the audit log calls this user."""
        return f"user:{self.uuid}"


class Membership(models.Model):
    """A role of a user in a unit, and in every unit below it; without a unit, everywhere."""

    class Role(models.TextChoices):
        REGISTRAR = "registrar"
        UNIT_HEAD = "unit-head"
        COORDINATOR = "coordinator"
        INSTRUCTOR = "instructor"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    unit = models.ForeignKey(
        Unit, null=True, blank=True, on_delete=models.PROTECT, related_name="memberships"
    )
    role = models.CharField(max_length=20, choices=Role)
    ends_on = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "user",
                "role",
                Coalesce("unit", 0),  # SQLite takes any two NULLs for different
                name="people_membership_once",
                violation_error_message="This person has this role already.",
            ),
            models.CheckConstraint(
                condition=models.Q(unit__isnull=False) | models.Q(role="registrar"),
                name="people_membership_everywhere_is_registrar",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.role}"
