"""Check what a folder of outputs claims, one claim after the other."""
