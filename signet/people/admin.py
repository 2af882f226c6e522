from django.contrib import admin
from django.contrib.auth.models import Group

from signet.audit.admin import LookOnlyAdmin
from signet.people.models import Address, Institution, Membership, Person, Unit, User

admin.site.unregister(Group)


@admin.register(Unit)
class UnitAdmin(LookOnlyAdmin):
    """Units with their place in the tree."""

    list_display = ("name", "parent", "kind", "offers", "state")
    list_filter = ("state", "kind", "offers")
    search_fields = ("name", "slug")


@admin.register(Person)
class PersonAdmin(LookOnlyAdmin):
    """People who earn."""

    list_display = ("name", "university_id", "directory_block", "created_at")
    list_filter = ("directory_block",)
    search_fields = ("name", "university_id", "addresses__normalized")
    show_full_result_count = False


@admin.register(User)
class UserAdmin(LookOnlyAdmin):
    """People who sign in."""

    exclude = ("password",)
    list_display = ("email", "name", "is_active", "is_superuser")
    search_fields = ("email", "name")


admin.site.register(Institution, LookOnlyAdmin)
admin.site.register(Address, LookOnlyAdmin)
admin.site.register(Membership, LookOnlyAdmin)
