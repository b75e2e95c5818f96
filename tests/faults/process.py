"""An actor in a process of its own: orders come on lines of its standard input, what it says goes out."""

import json
import sys

import django

if __name__ == "__main__":
    django.setup()
    from tests.faults.acts import Message, serve

    def say(message: Message) -> None:
        sys.stdout.write(json.dumps(message) + "\n")
        sys.stdout.flush()

    serve(lambda: json.loads(sys.stdin.readline() or "{}"), say)
