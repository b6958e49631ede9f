"""`python -m bench.killing.server`: the API as `python -m server` is, with the toy beside the real ones."""

from fastapi import FastAPI

import server
from bench.killing.processes import DECIDERS


def process_app() -> FastAPI:
    """The application of one process among several."""
    return server.process_app(DECIDERS)


if __name__ == "__main__":
    server.main(DECIDERS, "bench.killing.server:process_app")
