"""What the tests beside it share."""


def image_id(stack):
    return stack.resources()["noble"]["id"]
