import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Apart from 0012: PostgreSQL changes no table whose rows were written in the same transaction."""

    dependencies = [("diagnosis", "0012_evidence_is_a_version")]

    operations = [
        migrations.RemoveConstraint(model_name="evidence", name="document_once_per_item"),
        migrations.AlterField(
            model_name="evidence",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="uses",
                to="applications.documentversion",
            ),
        ),
        migrations.RemoveField(model_name="evidence", name="document"),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.UniqueConstraint(
                fields=("application", "item_code", "version"), name="version_once_per_item"
            ),
        ),
        migrations.DeleteModel(name="Document"),
    ]
