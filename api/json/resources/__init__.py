"""What lies in the store, as resources beneath ``/api/v1/hotlines``: to be read, and to be changed."""
