"""
Questions that readers' pages ask again and again: their SQL is written once.

Django takes longer to write a large query than PostgreSQL to answer it, and PostgreSQL longer to plan it. What is asked
by a function with `@written_once` is written when it is asked first, and prepared by the server when it has been asked
some times; from then on only values go to and fro. Such a function may look at nothing but its parameters.
"""

import inspect
from collections.abc import Callable, Iterable, Mapping
from copy import copy
from functools import cached_property, wraps
from threading import Lock
from typing import Any, ParamSpec, TypeVar, cast

import psycopg
from django.db import connections, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Expression, Field, ForeignKey, Lookup, Model, QuerySet
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler
from psycopg.abc import Loader
from psycopg.pq import Format
from psycopg.sql import Literal

P = ParamSpec("P")
R = TypeVar("R")

# Psycopg's own reader of instants gives the same as Django's in a fifth of the time: connections speak universal time.
_INSTANTS = cast("type[Loader]", psycopg.adapters.get_loader(psycopg.adapters.types["timestamptz"].oid, Format.TEXT))
# Django changes a query while it writes it: two threads at it would write nonsense, for good.
_WRITING = Lock()


def written_once(question: Callable[P, QuerySet[Any, R]]) -> Callable[P, list[R]]:
    """
    Of a function that makes a query of its parameters, the one that answers it: with the values by name, keys rather
    than objects. The function itself is given placeholders.
    """
    statement = Statement(question, inspect.signature(question).parameters)

    @wraps(question)
    def answer(*_nothing: P.args, **given: P.kwargs) -> list[R]:
        return statement.answer(given)

    return answer


@ForeignKey.register_lookup
@Field.register_lookup
class AnyOf(Lookup):
    """What `in` is, for a list that is known only when the question is asked."""

    lookup_name = "any_of"

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        column, parameters = self.process_lhs(compiler, connection)
        values, more = self.process_rhs(compiler, connection)
        return f"{column} = ANY({values})", [*parameters, *more]


class Given(Expression):
    """Stands for a value, by a name, until the question is asked."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, *_arguments: Any, **_more: Any) -> Any:
        return "%s", [self]


def database() -> BaseDatabaseWrapper:
    """For statements of our own, beside those that Django writes: they are asked where it asks its own."""
    return connections[router.db_for_read(Model)]


def written(queryset: QuerySet[Any, Any], connection: BaseDatabaseWrapper) -> str:
    """
    Its SQL, for statements that are not Django's own and have it as a part. What is `Given` stands in it by its name;
    what is always the same is part of the text, so that PostgreSQL need not guess the types of it.
    """
    sql, parameters = queryset.query.get_compiler(connection=connection).as_sql()
    return _filled(sql, parameters, connection)


def ask(statement: str, given: Mapping[str, Any], connection: BaseDatabaseWrapper) -> list[tuple[Any, ...]]:
    """The rows of a statement that the server prepares once it has been asked some times."""
    with connection.cursor() as cursor:
        # Django's own puts the values into the text, which could not be prepared then; but logs are read with them.
        if not connection.queries_logged:
            cursor.cursor = psycopg.Cursor(cursor.connection)
            cursor.cursor.adapters.register_loader("timestamptz", _INSTANTS)
        cursor.execute(statement, given)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows


def _filled(sql: str, parameters: Iterable[Any], connection: BaseDatabaseWrapper) -> str:
    with connection.cursor() as cursor:
        pieces = [_piece(parameter, cursor.connection) for parameter in parameters]
    return sql.replace("%%", "%%%%") % tuple(pieces)


def _piece(parameter: Any, connection: Any) -> str:
    if isinstance(parameter, Given):
        return f"%({parameter.name})s"
    return Literal(parameter).as_string(connection).replace("%", "%%")


class Statement:
    """`question` makes a query of the parameters with these names."""

    def __init__(self, question: Callable[..., QuerySet[Any, Any]], names: Iterable[str]) -> None:
        self.question = question
        self.names = list(names)

    def answer(self, given: Mapping[str, Any]) -> list[Any]:
        asked = self._written.all()
        cast("_WrittenQuery", asked.query).given = given
        return list(asked)

    @cached_property
    def _written(self) -> QuerySet[Any, Any]:
        queryset = self.question(**{name: Given(name) for name in self.names})
        rows = queryset._iterable_class
        queryset.query = queryset.query.chain(klass=_WrittenQuery)
        # Django thinks little of who changes the query below a list of values.
        queryset._iterable_class = rows
        return queryset


class _WrittenQuery(Query):
    given: Mapping[str, Any] = {}
    # Of each database, since two of them may be asked in their own ways.
    compilers: "dict[str, _WrittenCompiler]"

    def _setup_query(self) -> None:
        """Called by Django once the query is of this class."""
        self.compilers = {}

    def chain(self, klass: Any = None) -> Any:
        """Nothing is added to it any more: a copy costs nothing."""
        return copy(self)

    def get_compiler(self, using: Any = None, connection: Any = None, elide_empty: bool = True) -> Any:  # noqa: FBT001, FBT002 - Django's signature
        if using not in self.compilers:
            with _WRITING:
                self._write(using, elide_empty=elide_empty)
        compiler = copy(self.compilers[using])
        # Each thread has a connection of its own.
        compiler.connection, compiler.given = connections[using], self.given
        return compiler

    def _write(self, using: str, *, elide_empty: bool) -> None:
        if using not in self.compilers:  # or else another thread was faster
            written = _WrittenCompiler(self, connections[using], using, elide_empty)
            written.write()
            self.compilers[using] = written


class _WrittenCompiler(SQLCompiler):
    given: Mapping[str, Any]
    statement: str
    converters: dict[Any, Any]

    def write(self) -> None:
        sql, parameters = self.as_sql()
        self.statement = _filled(sql, parameters, self.connection)
        self.converters = super().get_converters([column for column, *_names in self.select[: self.col_count]])

    def get_converters(self, _columns: Any) -> dict[Any, Any]:
        return self.converters

    def execute_sql(self, *_arguments: Any, **_more: Any) -> Any:
        return [ask(self.statement, self.given, self.connection)]
