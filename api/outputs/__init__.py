"""The output folder of the contract, written whole or not at all."""
