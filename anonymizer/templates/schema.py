"""The JSON Schema of a skeleton's values: for programs that fill, and for our own ``fill``.

Beside the keywords of JSON Schema a property has ``kind``, ``unit`` and ``placeholder``. It
holds no original: the description is the sentence with every slot shown as X.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final

from anonymizer.slots import KINDS
from anonymizer.templates.fields import Field

if TYPE_CHECKING:
    from anonymizer.templates.skeleton import Skeleton

DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


class SchemaError(ValueError):
    """A file that is not the schema of a skeleton's values."""


def write(skeleton: Skeleton, title: str) -> dict[str, object]:
    """The schema of an object that maps each variable to its value."""
    return {
        "$schema": DIALECT,
        "title": title,
        "type": "object",
        "properties": {
            name: _property(field, skeleton.variables[name].sentence)
            for name, field in skeleton.fields.items()
        },
        "required": list(skeleton.fields),
        "additionalProperties": False,
    }


def _property(field: Field, sentence: str) -> dict[str, object]:
    made: dict[str, object] = {
        "title": field.label,
        "description": sentence,
        "type": ["string", "number"] if field.numeric else "string",
        "minLength": 1,
    }
    if field.pattern is not None:
        made["pattern"] = field.pattern
    if field.minimum is not None:
        made["minimum"] = int(field.minimum) if field.minimum.is_integer() else field.minimum
    made["kind"] = field.kind
    if field.unit is not None:
        made["unit"] = field.unit
    made["placeholder"] = field.placeholder
    return made


def to_json(schema: dict[str, object]) -> bytes:
    """The schema as it is written to a file."""
    text = json.dumps(schema, ensure_ascii=False, indent=1) + "\n"
    return text.encode("utf-8", "surrogatepass")


def read(schema: object) -> dict[str, Field]:
    """The fields that a schema tells of. Raises :class:`SchemaError`."""
    properties = schema.get("properties") if isinstance(schema, dict) else None
    if not isinstance(properties, dict):
        raise SchemaError("not a schema of a skeleton's values: it has no properties")
    return {str(name): _field(str(name), told) for name, told in properties.items()}


def read_json(data: bytes) -> dict[str, Field]:
    """The fields of a schema's file. Raises :class:`SchemaError`."""
    try:
        return read(json.loads(data.decode("utf-8-sig")))
    except (json.JSONDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise SchemaError(f"not a schema of a skeleton's values: {error}") from None


def _field(name: str, told: object) -> Field:
    if not isinstance(told, dict):
        raise SchemaError(f"the property {name} is no object")
    types = told.get("type", "string")
    pattern = _text(name, told, "pattern")
    if pattern is not None:
        try:
            re.compile(pattern)
        except (re.error, RecursionError) as error:
            raise SchemaError(f"the property {name} has an unusable pattern: {error}") from None
    minimum = told.get("minimum")
    if minimum is not None and (isinstance(minimum, bool) or not isinstance(minimum, (int, float))):
        raise SchemaError(f"the property {name} has a minimum that is no number")
    kind = _text(name, told, "kind")
    return Field(
        name,
        _text(name, told, "title") or "",
        kind if kind in KINDS else None,
        _text(name, told, "unit") or None,
        _text(name, told, "placeholder") or "X",
        "number" in types or "integer" in types if isinstance(types, (str, list)) else True,
        pattern,
        None if minimum is None else float(minimum),
    )


def _text(name: str, told: dict[str, Any], key: str) -> str | None:
    value = told.get(key)
    if value is None or isinstance(value, str):
        return value
    raise SchemaError(f"the property {name} has a {key} that is no text")
