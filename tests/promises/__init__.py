"""What a zone promises, as functions over a recording."""
