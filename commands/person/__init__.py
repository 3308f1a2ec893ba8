"""The words behind `banshi person`: all that is held about one person, handed out or erased."""
