"""The words behind `banshi simulate`: days of a hall under other orders and estimates, and real days once more."""
