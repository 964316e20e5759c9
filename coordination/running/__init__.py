"""Starts, watches and stops everything the portal stands on."""
