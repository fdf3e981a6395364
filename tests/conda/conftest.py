collect_ignore = ["pack_channel.py", "stand_in.py"]  # programs of an environment of their own
