"""Hold a crate against the Workflow Run Crate profile with roc-validator, without a network; issues as JSON.

The validator asks the web for RO-Crate's JSON-LD context: it gets the terms that our crates use, written down here from
the specification, and nothing else. Run by the Python of `.venv/sharing`.

Example
-------
python tests/sharing/validate_crate.py FOLDER
"""

import io
import json
import sys
from unittest.mock import patch

import requests
from rocrate_validator.models import Severity
from rocrate_validator.services import validate

CONTEXT = "https://w3id.org/ro/crate/1.1/context"
SCHEMA = "http://schema.org/"
OF_SCHEMA = (
    "ComputerLanguage CreateAction CreativeWork Dataset Organization Person SoftwareApplication SoftwareSourceCode "
    "about actionStatus additionalType affiliation agent alternateName author contentSize dateModified datePublished "
    "description encodingFormat endTime exampleOfWork hasPart identifier instrument license mainEntity mentions name "
    "object programmingLanguage result softwareRequirements softwareVersion url valueRequired version workExample"
)
OTHERS = {
    "ComputationalWorkflow": "https://bioschemas.org/ComputationalWorkflow",
    "File": f"{SCHEMA}MediaObject",
    "FormalParameter": "https://bioschemas.org/FormalParameter",
    "conformsTo": "http://purl.org/dc/terms/conformsTo",
    "input": "https://bioschemas.org/ComputationalWorkflow#input",
}
TERMS = {"@context": {term: SCHEMA + term for term in OF_SCHEMA.split()} | OTHERS}


def answer(adapter, request, **options):
    """The context, to who asks for it; no network, to who asks for something else."""
    if request.url != CONTEXT:
        raise requests.ConnectionError(f"no network: {request.url}")
    response = requests.Response()
    response.status_code, response.url, response.request = 200, request.url, request
    response.headers["Content-Type"] = "application/ld+json"
    response.raw = io.BytesIO(json.dumps(TERMS).encode())
    return response


def main() -> None:
    settings = {
        "rocrate_uri": sys.argv[1],
        "profile_identifier": "workflow-run-crate",
        "requirement_severity": Severity.RECOMMENDED,
        "no_cache": True,
    }
    with patch("requests.adapters.HTTPAdapter.send", answer):
        result = validate(settings)
    issues = sorted(
        (issue.severity.name, str(issue.message), str(issue.violatingEntity)) for issue in result.get_issues()
    )
    json.dump({"checks": len(result.executed_checks), "issues": issues}, sys.stdout)


if __name__ == "__main__":
    main()
