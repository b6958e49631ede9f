"""`./sluice spot-check`: draw cases by lot over the API, and verify a draw without the server."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated
from uuid import uuid4

import httpx
import typer

from api.spot_checks import DrawShown
from domain import sampling
from domain.spot_check_draw import Draw
from settings import load_settings

app = typer.Typer(no_args_is_help=True, help="Draw cases for a spot check, or verify a draw.")
_KEY = "SLUICE_KEY"


@app.command("draw")
def order(
    seed: Annotated[str, typer.Option(help="Decides who is drawn; one that nobody could choose afterwards.")],
    size: Annotated[int, typer.Option(help="How many cases to draw.")],
    item: Annotated[str, typer.Option(help="Only agreements on this item.")] = "",
    url: Annotated[str, typer.Option(help="The API; the settings' own when not given.")] = "",
    retry: Annotated[str, typer.Option(help="The key that an earlier, unfinished draw was made under.")] = "",
) -> None:
    """Draw from the agreements in use and order a check of each case drawn. Needs your API key in SLUICE_KEY."""
    key, settings = os.environ.get(_KEY, ""), load_settings()
    here = url or f"http://{settings.api_host}:{settings.api_port}"
    asked = {"seed": seed, "size": size, "item": item}
    headers = {"Authorization": f"Bearer {key}", "Idempotency-Key": retry or uuid4().hex}
    try:
        answer = httpx.post(f"{here}/v1/spot-checks", json=asked, headers=headers, timeout=60, trust_env=False)
    except httpx.HTTPError as error:
        typer.echo(f"{here} can't be reached ({error}); ask again with --retry {headers['Idempotency-Key']}", err=True)
        raise typer.Exit(2) from None
    if answer.is_error:
        typer.echo(answer.text, err=True)
        raise typer.Exit(1)
    shown = DrawShown.model_validate_json(answer.content)
    typer.echo(f"{shown.draw.id}: {len(shown.draw.drawn)} of {len(shown.draw.population)} drawn")
    for one in shown.orders:
        typer.echo(f"{one.case_id}\t{one.reason or 'ordered'}")


def findings(draw: Draw) -> Iterator[tuple[bool, str]]:
    """What holds of the draw, and what doesn't: the population's digest, and who is drawn by the seed."""
    digest = sampling.digest(draw.population)
    yield digest == draw.population_sha256, f"the population's SHA-256 is {digest}"
    drawn = sampling.draw(draw.population, draw.size, draw.seed)
    yield drawn == draw.drawn, f"the seed draws {', '.join(drawn)}"


@app.command()
def verify(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The answer of GET /v1/spot-checks/….")],
) -> None:
    """Draw again from the population in the file, and say what holds; ends with code 1 unless all of it holds."""
    try:
        shown = DrawShown.model_validate_json(file.read_bytes())
        found = list(findings(shown.draw))
    except ValueError:  # pydantic's is one too
        typer.echo(f"{file} is no draw", err=True)
        raise typer.Exit(2) from None
    for holds, what in found:
        typer.echo(f"{'holds ' if holds else 'FAILS '} {what}")
    if not all(holds for holds, _ in found):
        raise typer.Exit(1)


if __name__ == "__main__":
    app()
