"""The process `rights_claim`."""
