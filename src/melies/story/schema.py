"""The JSON Schema of `story.yaml`, short forms included, so that editors complete and check as one types."""

from __future__ import annotations

from typing import Any

from melies.core.story import Story

WORD: dict[str, Any] = {"type": "string"}


def story_schema() -> dict[str, Any]:
    """A JSON Schema (draft 2020-12) that accepts all that `story.yaml.parse` accepts."""
    schema = Story.model_json_schema(by_alias=True)
    parts = schema["$defs"]
    for name in ("Look", "CameraWork", "CastMember", "Transition", "Line", "Composer", "Sound", "Shot", "Region"):
        parts[name] = {"anyOf": [parts[name], WORD], "title": name}
    shot = parts["Shot"]["anyOf"][0]
    shot["required"] = [key for key in shot.get("required", ()) if key != "name"]
    shot["properties"]["length"] = {"anyOf": [shot["properties"]["length"], WORD]}
    lines = shot["properties"]["captions"]
    shot["properties"]["captions"] = {"anyOf": [lines, {"$ref": "#/$defs/Line"}]}
    shot["properties"]["caption"] = {"$ref": "#/$defs/Line"}
    region = parts["Region"]["anyOf"][0]
    region["required"] = [key for key in region.get("required", ()) if key != "name"]
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}
