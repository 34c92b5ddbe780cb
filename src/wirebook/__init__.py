"""Wirebook."""
