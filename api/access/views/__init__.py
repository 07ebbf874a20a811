"""What a caller sees of a publication: figures, people and notes left out where they are not theirs."""
