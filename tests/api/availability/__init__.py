"""Tests of availability that is collected."""
