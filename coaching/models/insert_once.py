"""Insert rows that may be there already: the one place for the conflict clause of a conditional unique constraint.

Django cannot name a constraint's condition in an insert, and SQLite accepts only the very expression of the index; so the
clause is made from the constraint itself.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any, cast

from django.db import connection, models
from django.db.models import UniqueConstraint

ROWS_A_STATEMENT = 400


@cache
def _conflict_clause(model: type[models.Model], name: str) -> str:
    rule: Any = next(rule for rule in model._meta.constraints if rule.name == name)  # noqa: SLF001  (public in all but name)
    if not isinstance(rule, UniqueConstraint):
        raise TypeError(f"{name} is no unique constraint")
    # Not entered: the editor only quotes here, and SQLite refuses to enter one inside a transaction.
    editor = connection.schema_editor(collect_sql=True)
    condition = cast(Any, rule)._get_condition_sql(model, editor)  # noqa: SLF001  (tested on both databases)
    fields: list[Any] = [model._meta.get_field(field) for field in rule.fields]  # noqa: SLF001
    columns = ", ".join(connection.ops.quote_name(field.column) for field in fields)
    where = f" WHERE {condition.replace('%', '%%')}" if condition else ""
    return f"ON CONFLICT ({columns}){where} DO NOTHING"


def insert_once(rows: Sequence[models.Model], constraint: str) -> int:
    """Insert those rows whose identity (``constraint``) is free; returns how many were inserted.

    All rows are of one model, without primary keys, sorted by identity by the caller: two inserters of the same keys in
    opposite order would deadlock on PostgreSQL. Violations of any other rule raise ``IntegrityError``.
    """
    if not rows:
        return 0
    model = type(rows[0])
    columns: list[Any] = [one for one in model._meta.local_concrete_fields if not one.primary_key]  # noqa: SLF001
    names = ", ".join(connection.ops.quote_name(column.column) for column in columns)
    table = connection.ops.quote_name(model._meta.db_table)  # noqa: SLF001
    clause, inserted = _conflict_clause(model, constraint), 0
    one = "(" + ", ".join(["%s"] * len(columns)) + ")"
    with connection.cursor() as cursor:
        for start in range(0, len(rows), ROWS_A_STATEMENT):
            batch = rows[start : start + ROWS_A_STATEMENT]
            values: list[Any] = [
                column.get_db_prep_save(getattr(row, column.attname), connection) for row in batch for column in columns
            ]
            statement = f"INSERT INTO {table} ({names}) VALUES {', '.join([one] * len(batch))} {clause} RETURNING id"  # noqa: S608  (names of our own columns)
            cursor.execute(statement, values)
            inserted += len(cursor.fetchall())
    return inserted
