"""The JSON API: a router a resource, no logic."""
