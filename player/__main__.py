"""`python -m player`."""

from player.cli.main import main

if __name__ == "__main__":
    main()
