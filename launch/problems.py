"""What can keep the product from starting, said to a person."""


class CannotStart(Exception):
    """The product cannot start or go on. The text is one sentence that says what is wrong and what mends it."""
