"""One frozen roster with its plan, and every figure and document that follows from them."""
