"""The child process that turns one page of HTML into PDF; the only importer of the renderer.

Reads `{"html": str, "memory_bytes": int}` as JSON from stdin and writes the PDF to stdout.
"""

import json
import resource
import sys

from weasyprint import HTML
from weasyprint.urls import URLFetcher

# Paper is made of what is handed in: no file, no network, no data address.
_FETCH_NOTHING = URLFetcher(allowed_protocols=())


def main() -> None:
    """Print one job, inside the memory it was given."""
    job = json.load(sys.stdin)
    limit = int(job["memory_bytes"])
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
    pdf = HTML(string=job["html"], url_fetcher=_FETCH_NOTHING).write_pdf()
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    main()
