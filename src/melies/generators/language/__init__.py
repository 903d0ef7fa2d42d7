"""The language of the stage: free text to `scene.staging.Staging`."""

from melies.generators.language.prompt import beside, hour, read, weather

__all__ = ["beside", "hour", "read", "weather"]
