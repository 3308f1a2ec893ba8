"""Finding matters, items and answers by the words people use: hanzi, pinyin, initials, synonyms, with slips. Pure."""
