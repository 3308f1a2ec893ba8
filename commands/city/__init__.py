"""The words behind `banshi city`: a whole city as one file, checked, brought in, and written out again."""
