"""The contracts as Arrow types: the form in which models enter a Parquet batch, or DuckDB."""

import re
import types
from collections.abc import Iterable
from datetime import date, datetime
from functools import cache
from typing import Annotated, Any, Literal, Union, get_args, get_origin

import pyarrow as pa
from pydantic import BaseModel

_SCALARS: dict[object, pa.DataType] = {
    str: pa.string(),
    int: pa.int64(),
    float: pa.float64(),
    bool: pa.bool_(),
    datetime: pa.timestamp("us", tz="UTC"),
    date: pa.date32(),
}
_SPAN_NAMES = ("field", "start", "end", "role")
_SPAN_KEYS = (frozenset(_SPAN_NAMES[:3]), frozenset(_SPAN_NAMES))
_SURROGATE = re.compile("[\ud800-\udfff]")


@cache
def struct_type(model: type[BaseModel]) -> pa.DataType:
    return pa.struct([pa.field(name, _arrow_type(field.annotation)) for name, field in model.model_fields.items()])


def _arrow_type(annotation: Any) -> pa.DataType:
    if annotation in _SCALARS:
        return _SCALARS[annotation]
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return struct_type(annotation)
    origin, args = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _arrow_type(args[0])
    if origin is Literal:
        return pa.string()
    if origin in (Union, types.UnionType):
        (only,) = (arg for arg in args if arg is not type(None))
        return _arrow_type(only)
    if origin is dict:
        return pa.map_(_arrow_type(args[0]), _arrow_type(args[1]))
    if origin is tuple and args[-1] is Ellipsis:
        return pa.list_(_arrow_type(args[0]))
    if origin is tuple:
        return pa.struct([pa.field(n, _arrow_type(a)) for n, a in zip(_SPAN_NAMES, args, strict=False)])
    raise TypeError(f"no Arrow type for {annotation!r}: teach warehouse.arrow this annotation")


def to_arrow(value: Any) -> Any:
    """A model as pyarrow takes it; a lone surrogate, which no file can carry, becomes U+FFFD, one for one."""
    if isinstance(value, str):
        return value if value.isascii() else _SURROGATE.sub("\ufffd", value)
    if value is None or isinstance(value, int | float | date):
        return value
    if isinstance(value, tuple):
        return tuple([to_arrow(item) for item in value])
    if isinstance(value, BaseModel):
        return {name: to_arrow(item) for name, item in value}
    return [(to_arrow(key), to_arrow(item)) for key, item in value.items()]


def from_arrow(value: Any) -> Any:
    """What `to_pylist(maps_as_pydicts="strict")` gives, as `model_validate` takes it."""
    if isinstance(value, dict):
        if value.keys() in _SPAN_KEYS:
            return tuple(value.values())
        return {key: from_arrow(item) for key, item in value.items()}
    if isinstance(value, list):
        return tuple(from_arrow(item) for item in value)
    return value


def table_of(model: type[BaseModel], rows: Iterable[BaseModel]) -> pa.Table:
    """One column a field of the model, one row a record."""
    array = pa.array([to_arrow(row) for row in rows], type=struct_type(model))
    return pa.Table.from_struct_array(array)
