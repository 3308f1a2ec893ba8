"""Whether a document is OpenAPI, by the specification's own validator."""

from typing import Any


def prove_openapi(document: dict[str, Any]) -> None:
    """Raise `openapi_spec_validator.validation.exceptions.OpenAPIValidationError` unless it is."""
    # Takes seconds to be read, of every process that collects a test which asks this.
    from openapi_spec_validator import validate

    validate(document)
