from django.db import migrations, models

from grading.grade import grade, grade_track
from grading.kinds import Kind
from grading.load import load_scheme
from grading.snapshot import packed
from grading.what_if import marks_of


def shorten(apps, schema_editor):
    """Write what was spelled out as the short text of the same marks."""
    outcomes = apps.get_model("diagnosis", "Outcome").objects.filter(fault="", snapshot="")
    for outcome in outcomes.exclude(trace={}).iterator():
        scheme, trace = load_scheme(outcome.trace["scheme"]), outcome.trace
        kind, source = Kind(**trace.get("kind", {})), trace.get("ai_source")
        ((track, data),) = trace["tracks"].items()
        result = grade_track(scheme, track, *marks_of(data), kind)
        if track == scheme.level_track:
            result = grade(scheme, result, outcome.ai)
        outcome.snapshot = packed(result, kind, source["application"] if source else None, trace.get("absences"))
        outcome.save(update_fields=["snapshot"])


class Migration(migrations.Migration):
    dependencies = [("diagnosis", "0014_eligibility_check")]
    operations = [
        migrations.AddField(
            "outcome",
            "snapshot",
            models.TextField(blank=True, default="", verbose_name="계산 과정"),
            preserve_default=False,
        ),
        migrations.RunPython(shorten, migrations.RunPython.noop),
        migrations.RemoveField("outcome", "trace"),
    ]
