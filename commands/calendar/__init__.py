"""The words behind `banshi calendar`: the table of holidays and make-up workdays, from the packages that know them."""
