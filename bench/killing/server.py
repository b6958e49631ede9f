"""`python -m bench.killing.server`: the API as `python -m server` is, with the toy beside the real processes."""

from api.app import create_app
from bench.killing.processes import DECIDERS
from composition import log_json, open_store
from server import parts_over, serve
from settings import load_settings


def main() -> None:
    """Serve until SIGTERM."""
    settings = load_settings()
    log_json(settings.log_level)
    with open_store(settings, DECIDERS) as store:
        serve(create_app(parts_over(store, settings)), settings)


if __name__ == "__main__":
    main()
