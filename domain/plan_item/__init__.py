"""The process `plan_item`."""
