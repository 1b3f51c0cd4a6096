"""Many rows into a table at once: COPY on PostgreSQL, one prepared statement elsewhere.

Values are what the database itself stores: text, numbers, moments, booleans, None; JSON as its text. Columns that
are not named get the default of their field. Nothing is checked here that the table does not check.
"""

import json
import re
from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime
from io import BytesIO
from itertools import islice
from typing import Any

from django.db import DatabaseError, connection, models
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

Row = Sequence[Any]
_ESCAPES = str.maketrans({"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"})
_QUOTED = str.maketrans({"\\": "\\\\", '"': '\\"'})
_PLAIN = {"\\\\": "\\", "\\t": "\t", "\\n": "\n", "\\r": "\r"}
_ESCAPED = re.compile(r"\\.")
_NULL = "\x02"
AT_ONCE, LINES = 1 << 16, 50
"""How many characters the driver is handed at a time, and how many rows are put together for them."""


def read(rows: QuerySet[Any, Any]) -> list[list[str]]:
    """The rows of a `values_list` as the database writes them: all values as text, empty for null."""
    statement, parameters = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        if connection.vendor != "postgresql":
            cursor.execute(statement, parameters)
            return [["" if value is None else str(value) for value in row] for row in cursor.fetchall()]
        with BytesIO() as file, connection.wrap_database_errors:
            whole = cursor.cursor.mogrify(statement, parameters).decode()
            cursor.cursor.copy_expert(f"COPY ({whole}) TO STDOUT WITH (NULL '')", file)
            lines = file.getvalue().decode().split("\n")[:-1]
    return [line.split("\t") if "\\" not in line else _unescaped(line) for line in lines]


def _unescaped(line: str) -> list[str]:
    return [_ESCAPED.sub(lambda found: _PLAIN.get(found[0], found[0]), value) for value in line.split("\t")]


def among(keys: Collection[int] | Collection[str]) -> RawSQL:
    """For `field__in`: many values as one parameter, so that neither Django nor the database reads a long list."""
    values = list(keys)
    if connection.vendor == "postgresql":
        kind = "text" if values and isinstance(values[0], str) else "bigint"
        return RawSQL(f"SELECT unnest(%s::{kind}[])", [_array(values)])
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(values)])


def _array(values: Iterable[Any]) -> str:
    """Values as PostgreSQL writes an array in one text, which the driver passes on faster than a list."""
    return "{" + ",".join([str(one) if type(one) is int else _element(one) for one in values]) + "}"


def _element(value: Any) -> str:
    return "NULL" if value is None else f'"{str(value).translate(_QUOTED)}"'


def insert(model: type[models.Model], names: Sequence[str], rows: Iterable[Row], table: str = "") -> None:
    """Add rows with values for the named attributes (`run_id`, `level`); IntegrityError leaves none of them.

    `table` is another table with the model's columns.
    """
    known = _fields(model)
    others = [name for name, field in known.items() if name not in names and not field.primary_key]
    rest = tuple(_default(known[name]) for name in others)
    columns = [_quoted(known[name].column) for name in (*names, *others)]
    whole = ((*row, *rest) for row in rows)
    into = f"{_quoted(table or model._meta.db_table)} ({', '.join(columns)})"
    if connection.vendor == "postgresql":
        _copy(f"COPY {into} FROM STDIN", whole)
    else:
        _repeat(f"INSERT INTO {into} VALUES ({', '.join(['%s'] * len(columns))})", whole)


def update(model: type[models.Model], names: Sequence[str], rows: Sequence[Row]) -> None:
    """Write the named attributes of rows that are there; each row begins with its key. No rows are no work."""
    if not rows:
        return
    known = _fields(model)
    key = next(field for field in known.values() if field.primary_key)
    fields = [known[name] for name in names]
    table, columns = _quoted(model._meta.db_table), [_quoted(field.column) for field in fields]
    if connection.vendor == "postgresql":
        sets = ", ".join(f"{column} = new.{column}" for column in columns)
        arrays = ", ".join(f"%s::{_kind(field)}[]" for field in (key, *fields))
        new = f"unnest({arrays}) AS new (key, {', '.join(columns)})"
        statement = f"UPDATE {table} AS old SET {sets} FROM {new} WHERE old.{_quoted(key.column)} = new.key"
        with connection.cursor() as cursor:
            cursor.execute(statement, [_array(column) for column in zip(*rows, strict=True)])
    else:
        sets = ", ".join(f"{column} = %s" for column in columns)
        where = f"WHERE {_quoted(key.column)} = %s"
        _repeat(f"UPDATE {table} SET {sets} {where}", ((*row[1:], row[0]) for row in rows))


def _fields(model: type[models.Model]) -> dict[str, Any]:
    return {field.attname: field for field in model._meta.concrete_fields}


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _kind(field: Any) -> str:
    """The type of an array's elements for a column."""
    return str(field.db_type(connection)).partition("(")[0]


def _copy(statement: str, rows: Iterable[Row]) -> None:
    """Send rows as the text format of COPY, while the server writes those before them."""
    lines = _Lines(rows)
    with connection.cursor() as cursor:
        try:
            with connection.wrap_database_errors:
                cursor.cursor.copy_expert(f"{statement} WITH (NULL '{_NULL}')", lines, AT_ONCE)
        except DatabaseError:
            if lines.fault:
                raise lines.fault from None
            raise


class _Lines:
    """Rows as a file that is read from its beginning to its end; `fault` is what stopped the rows from coming."""

    def __init__(self, rows: Iterable[Row]) -> None:
        self.lines = map(_line, rows)
        self.rest = ""
        self.fault: Exception | None = None

    def read(self, size: int) -> str:
        """The next characters, empty at the end."""
        while len(self.rest) < size:
            if not (some := self._some()):
                break
            self.rest += some
        said, self.rest = self.rest[:size], self.rest[size:]
        return said

    def _some(self) -> str:
        try:
            return "".join(islice(self.lines, LINES))
        except Exception as fault:
            self.fault = fault
            raise


def _line(row: Row) -> str:
    values = [value if type(value) is str else _NULL if value is None else str(value) for value in row]
    line = "\t".join(values)
    if "\\" in line or "\n" in line or "\r" in line or line.count("\t") >= len(values):
        line = "\t".join([value.translate(_ESCAPES) for value in values])
    return line + "\n"


def _repeat(statement: str, rows: Iterable[Row]) -> None:
    """Run one statement for every row."""
    with connection.cursor() as cursor:
        cursor.executemany(statement, [tuple(map(_stored, row)) for row in rows])


def _stored(value: Any) -> Any:
    if isinstance(value, datetime):
        return connection.ops.adapt_datetimefield_value(value)
    return connection.ops.adapt_datefield_value(value) if isinstance(value, date) else value


def _default(field: Any) -> Any:
    value = field.get_default()
    return json.dumps(value) if isinstance(field, models.JSONField) else value
