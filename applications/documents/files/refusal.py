class FileRefused(Exception):
    """An upload is not taken; str() is the whole, translated sentence for the person who sent it."""
