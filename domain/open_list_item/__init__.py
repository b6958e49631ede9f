"""The process `open_list_item`."""
