"""`python -m bench.server`: the API as `python -m server` is, with the measured process beside the real ones."""

import gc

if __name__ == "__main__":
    gc.disable()  # as `python -m server` does

from fastapi import FastAPI

import server
from bench.workload import DECIDERS


def process_app() -> FastAPI:
    """The application of one process among several."""
    return server.process_app(DECIDERS)


if __name__ == "__main__":
    server.main(DECIDERS, "bench.server:process_app")
