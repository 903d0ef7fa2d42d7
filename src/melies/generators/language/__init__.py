"""The language of the stage: free text to `scene.staging.Staging`."""

from melies.generators.language.prompt import read

__all__ = ["read"]
