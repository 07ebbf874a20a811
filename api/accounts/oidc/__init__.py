"""Signing in by OpenID Connect: the provider says who somebody is, our rules say what they may."""
