"""The process `list_change`."""
