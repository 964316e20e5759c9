"""A published report in its fixed forms: page, paper, document, data, and words to read out."""
