"""A report in words and tables, the same on its page, as a workbook, on sheets of paper, and in kept files."""
