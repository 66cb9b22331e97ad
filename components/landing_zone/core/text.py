"""Texts with a grammar, refused in words a person understands."""

import re
from dataclasses import dataclass
from typing import Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, PydanticCustomError, core_schema


@dataclass(frozen=True)
class Grammar:
    """What a text may be: `Annotated[str, Grammar(pattern, "what it says to people")]`."""

    pattern: str
    """A regular expression that the whole text must match; also given to editors."""
    says: str
    """The same in words, for the error."""

    def __get_pydantic_core_schema__(
        self, source: Any, handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Check the text after pydantic has made sure that it is one."""
        return core_schema.no_info_after_validator_function(self._matched, handler(source))

    def __get_pydantic_json_schema__(
        self, schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Tell editors the pattern, and the words."""
        return {**handler(schema), "pattern": f"^{self.pattern}$", "errorMessage": self.says}

    def _matched(self, text: str) -> str:
        if not re.fullmatch(self.pattern, text):
            raise PydanticCustomError("fault", "{allowed}", {"allowed": self.says})
        return text
