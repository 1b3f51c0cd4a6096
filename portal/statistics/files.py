"""Open data as files: CSV that spreadsheets read as UTF-8, and JSON that explains its columns."""

import csv
from io import StringIO
from typing import Any

from applications import clock
from portal.statistics.datasets import Dataset


def csv_text(dataset: Dataset) -> str:
    """A header of machine names and the rows; a figure kept back is empty. The mark in front is for spreadsheets."""
    out = StringIO()
    writer = csv.writer(out)
    writer.writerow([column.name for column in dataset.columns])
    writer.writerows(dataset.rows)
    return "\ufeff" + out.getvalue()


def json_data(dataset: Dataset) -> dict[str, Any]:
    """Title, definition, the meaning of each column, the moment of counting and the rows by column name."""
    names = [column.name for column in dataset.columns]
    return {
        "dataset": dataset.code,
        "title": dataset.title,
        "definition": dataset.definition,
        "counted_at": clock.now().isoformat(),
        "columns": [
            {"name": column.name, "label": column.label, "meaning": column.meaning} for column in dataset.columns
        ],
        "rows": [dict(zip(names, row, strict=True)) for row in dataset.rows],
    }
