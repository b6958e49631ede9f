"""The process `violation`."""
