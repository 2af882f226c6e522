from django.db import migrations

from signet.awards.models.award import GUARDS
from signet.lib.guards import install


class Migration(migrations.Migration):
    dependencies = [("awards", "0003_initial")]

    operations = [install(*GUARDS)]
