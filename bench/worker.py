"""`python -m bench.worker`: the worker as `python -m worker` is, with the measured process beside the real ones."""

import gc

if __name__ == "__main__":
    gc.disable()  # as `python -m worker` does

from bench.workflow import Measured
from bench.workload import DECIDERS
from worker import main
from workflows.processes import WORKFLOWS

if __name__ == "__main__":
    main(DECIDERS, (Measured, *WORKFLOWS))
