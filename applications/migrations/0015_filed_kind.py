from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def freeze(apps, schema_editor):
    """What stands in line was filed by companies whose profile of today is the best that is known of that day."""
    suppliers = apps.get_model("applications", "Supplier").objects.filter(pk=OuterRef("supplier"))
    apps.get_model("applications", "Application").objects.filter(order_number__isnull=False).update(
        filed_type=Subquery(suppliers.values("supplier_type")[:1]),
        filed_field=Subquery(suppliers.values("technology_field")[:1]),
    )


class Migration(migrations.Migration):
    dependencies = [("applications", "0014_documents_to_mend")]

    operations = [
        migrations.AddField(
            model_name="application",
            name="filed_field",
            field=models.CharField(blank=True, max_length=20, verbose_name="제출할 때의 주력 기술분야"),
        ),
        migrations.AddField(
            model_name="application",
            name="filed_type",
            field=models.CharField(
                blank=True,
                help_text="제출하면 기업 정보에서 옮겨 굳히고, 채점은 이것으로 합니다.",
                max_length=20,
                verbose_name="제출할 때의 유형",
            ),
        ),
        migrations.RunPython(freeze, migrations.RunPython.noop),
    ]
