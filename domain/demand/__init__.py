"""The process `demand`."""
