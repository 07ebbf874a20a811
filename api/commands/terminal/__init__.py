"""What commands share: arguments, options, tables, progress and how a terminal shows them."""
