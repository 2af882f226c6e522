from django.db import migrations

from signet.people.models.institution import GUARDS
from signet.lib.guards import install


class Migration(migrations.Migration):
    dependencies = [("people", "0001_initial")]

    operations = [install(*GUARDS)]
