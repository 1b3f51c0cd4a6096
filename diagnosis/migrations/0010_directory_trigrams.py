"""The trigram index of the directory: pg_trgm on PostgreSQL, an FTS5 table kept by triggers on SQLite."""

from django.db import migrations

TABLE, FTS = "diagnosis_listingtext", "directory_trigrams"
POSTGRESQL = [
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    f"CREATE INDEX directory_trigrams ON {TABLE} USING gin (key gin_trgm_ops)",
]
SQLITE = [
    f"CREATE VIRTUAL TABLE {FTS} USING fts5(key, content='{TABLE}', content_rowid='id', tokenize='trigram')",
    f"CREATE TRIGGER {FTS}_added AFTER INSERT ON {TABLE} BEGIN"
    f" INSERT INTO {FTS}(rowid, key) VALUES (new.id, new.key); END",
    f"CREATE TRIGGER {FTS}_gone AFTER DELETE ON {TABLE} BEGIN"
    f" INSERT INTO {FTS}({FTS}, rowid, key) VALUES ('delete', old.id, old.key); END",
    f"CREATE TRIGGER {FTS}_changed AFTER UPDATE ON {TABLE} BEGIN"
    f" INSERT INTO {FTS}({FTS}, rowid, key) VALUES ('delete', old.id, old.key);"
    f" INSERT INTO {FTS}(rowid, key) VALUES (new.id, new.key); END",
]
BACK = {
    "postgresql": ["DROP INDEX directory_trigrams"],
    "sqlite": [f"DROP TRIGGER {FTS}_{name}" for name in ("added", "gone", "changed")] + [f"DROP TABLE {FTS}"],
}


def forwards(apps, schema_editor):
    for statement in POSTGRESQL if schema_editor.connection.vendor == "postgresql" else SQLITE:
        schema_editor.execute(statement)


def backwards(apps, schema_editor):
    for statement in BACK[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("diagnosis", "0009_directory")]

    operations = [migrations.RunPython(forwards, backwards)]
