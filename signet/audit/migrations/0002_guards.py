from django.db import migrations

from signet.audit.models import GUARDS
from signet.lib.guards import install


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [install(*GUARDS)]
