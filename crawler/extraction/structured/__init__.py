"""What a page says of itself in machine-readable form (read.py): JSON-LD, meta elements, microdata, RDFa."""
