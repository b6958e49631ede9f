"""The parts that `./sluice` brings along, so that a fresh machine needs no database and no Temporal."""
