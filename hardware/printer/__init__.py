"""The thermal slip printer."""
