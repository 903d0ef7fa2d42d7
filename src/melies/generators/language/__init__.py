"""The language of the stage: free text to `scene.staging.Staging`."""

from melies.generators.language.hue import colour
from melies.generators.language.prompt import beside, hour, read, weather

__all__ = ["beside", "colour", "hour", "read", "weather"]
