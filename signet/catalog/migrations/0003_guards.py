from django.db import migrations

from signet.catalog.models.achievement import GUARDS
from signet.lib.guards import install


class Migration(migrations.Migration):
    dependencies = [("catalog", "0002_initial")]

    operations = [install(*GUARDS)]
