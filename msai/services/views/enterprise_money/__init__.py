"""The money of an enterprise as its people read it: acts in their words, forms to note them, statements."""
