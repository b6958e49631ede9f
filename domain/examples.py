"""Examples beside the models they show; the API's documentation is made from them."""

from pydantic import ConfigDict, JsonValue


def example(**fields: JsonValue) -> ConfigDict:
    """The configuration of a model of which `fields` are a valid example."""
    return ConfigDict(json_schema_extra={"examples": [fields]})
