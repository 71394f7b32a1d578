"""The commands of `python -m bot`, a file each; heavy imports wait until a command needs them."""
