"""The record of what people changed: written with each change, chained, read, and proved."""
