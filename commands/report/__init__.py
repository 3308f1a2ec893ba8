"""The words behind `banshi report`: what the order of a line does to people, and what it did on a day."""
