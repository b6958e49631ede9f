"""`python -m bench.killing.worker`: the product's own worker, with the toy beside the real processes."""

import worker
from bench.killing.processes import DECIDERS, HOSTS, WORK, work
from settings import load_settings


def main() -> None:
    """Serve until SIGTERM."""
    worker.main(DECIDERS, HOSTS, {WORK: work(load_settings().data_folder / WORK)})


if __name__ == "__main__":
    main()
