"""`python -m process_pages` is `./sluice docs`."""

from process_pages import app

app(prog_name="sluice docs")
