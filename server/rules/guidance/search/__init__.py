"""Finding matters, items and answers by the words people use: hanzi, pinyin, initials, lay words, with slips. Pure."""
