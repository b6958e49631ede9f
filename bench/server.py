"""`python -m bench.server`: the API as `python -m server` is, with the measured process beside the real ones."""

from fastapi import FastAPI

from api.app import create_app
from bench.workload import DECIDERS
from composition import log_json, open_store
from server import parts_over, serve
from settings import load_settings


def process_app() -> FastAPI:
    """The application of one process, with a store of its own."""
    settings = load_settings()
    log_json(settings.log_level)
    store = open_store(settings, DECIDERS)
    return create_app(parts_over(store, settings), closing=store.close)


def main() -> None:
    """Serve until SIGTERM, in as many processes as the settings say."""
    settings = load_settings()
    serve("bench.server:process_app" if settings.api_processes > 1 else process_app(), settings)


if __name__ == "__main__":
    main()
