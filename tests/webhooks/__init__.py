"""Webhooks over real parts: log, Temporal, and receivers that are processes of their own."""
