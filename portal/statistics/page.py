"""How the public figures lie on their page: each dataset as a table of one year, hidden figures said in words."""

from dataclasses import dataclass

from portal.dashboards.figures import ChartRow
from portal.dashboards.suppression import hidden_text, masked_text
from portal.statistics.datasets import SMALL, STATUS, Cell, Column, Dataset

HIDDEN_ON_PAGE = {"region", "kind", "track", "year", STATUS}


@dataclass(frozen=True)
class Part:
    """One dataset as the page shows it: headings (each with whether it is a figure) and texts."""

    dataset: Dataset
    headers: list[tuple[str, bool]]
    rows: list[list[tuple[str, bool]]]
    bars: list[ChartRow]


def years_of(datasets: list[Dataset]) -> list[int]:
    """The years that any dataset holds, newest first."""
    return sorted({year for one in datasets for year in one.years}, reverse=True)


def part(dataset: Dataset, year: int | None) -> Part:
    """The rows of the year; all rows where the dataset does not go by year."""
    shown = [number for number, column in enumerate(dataset.columns) if column.name not in HIDDEN_ON_PAGE]
    rows = [row for row in dataset.rows if not dataset.years or row[0] == year]
    figures = [_is_figure(dataset, number) for number in range(len(dataset.columns))]
    return Part(
        dataset,
        headers=[(dataset.columns[number].label, figures[number]) for number in shown],
        rows=[[(_said(row, number, dataset.columns), figures[number]) for number in shown] for row in rows],
        bars=_bars(dataset, rows),
    )


def _is_figure(dataset: Dataset, number: int) -> bool:
    return any(isinstance(row[number], int) for row in dataset.rows)


def _said(row: tuple[Cell, ...], number: int, columns: list[Column]) -> str:
    cell = row[number]
    if cell is None:
        return hidden_text() if row[-1] == SMALL else masked_text()
    return f"{cell:,}" if isinstance(cell, int) else cell


def _bars(dataset: Dataset, rows: list[tuple[Cell, ...]]) -> list[ChartRow]:
    """The columns of a picture: Levels from the lowest up, by their last figure."""
    if dataset.code != "levels":
        return []
    return [(str(row[2]), row[-1], str(row[-1])) for row in reversed(rows) if isinstance(row[-1], int)]
