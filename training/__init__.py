"""Scripts that make the language model; no part of the installed package."""
