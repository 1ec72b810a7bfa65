"""The user, and what a user has typed but not saved."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _


class UserManager(BaseUserManager["User"]):
    """Makes users, who sign in with a code by mail and have no password."""

    def create_user(self, email: str, **fields: Any) -> "User":  # noqa: ANN401 -- model fields
        """Make a user with `email` as the name to sign in by."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_unusable_password()
        user.save(using=self._db)
        return user


class User(AbstractBaseUser):
    """A person who signs in."""

    email = models.EmailField(_("e-post"), unique=True)
    name = models.CharField(_("namn"), max_length=120)
    is_active = models.BooleanField(_("aktiv"), default=True)
    shortcuts = models.BooleanField(_("kortkommandon"), default=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    objects: ClassVar[UserManager] = UserManager()

    class Meta:
        verbose_name = _("användare")
        verbose_name_plural = _("användare")

    def __str__(self) -> str:
        return self.name or self.email


class FormDraft(models.Model):
    """What a user has typed in a form of the workspace and not yet saved; one a form and object."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    form = models.CharField(max_length=60)
    object_key = models.CharField(max_length=80)
    fields = models.JSONField()
    updated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "form", "object_key"], name="one_draft_a_form")
        ]

    def __str__(self) -> str:
        return f"{self.form} {self.object_key}"
