import django.db.models.deletion
from django.db import migrations, models


def carry_over(apps, schema_editor):
    """Each stored file becomes the first version of a document of its own, and each use refers to that version."""
    Old = apps.get_model("diagnosis", "Document")
    Evidence = apps.get_model("diagnosis", "Evidence")
    Document = apps.get_model("applications", "Document")
    DocumentVersion = apps.get_model("applications", "DocumentVersion")
    for old in Old.objects.iterator():
        document = Document.objects.create(
            supplier_id=old.supplier_id, kind="other", title=old.name[:200], created_at=old.uploaded_at
        )
        version = DocumentVersion.objects.create(
            document=document,
            supplier_id=old.supplier_id,
            key=old.key,
            name=old.name,
            format=old.kind,
            size=old.size,
            sha256=old.sha256,
            file=old.file.name,
            uploaded_at=old.uploaded_at,
            uploaded_by_id=old.uploaded_by_id,
        )
        Evidence.objects.filter(document_id=old.pk).update(version=version)


class Migration(migrations.Migration):
    dependencies = [
        ("applications", "0006_documents"),
        ("diagnosis", "0011_finding"),
    ]

    operations = [
        migrations.AddField(
            model_name="evidence",
            name="version",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="uses",
                to="applications.documentversion",
            ),
        ),
        migrations.RunPython(carry_over),
    ]
