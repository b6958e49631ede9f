"""Killing every part at random moments under load, and finding out whether anything was lost or done twice."""
