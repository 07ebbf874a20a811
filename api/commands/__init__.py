"""The commands of ``wfm``, a file each; `api/cli.py` gathers them."""
