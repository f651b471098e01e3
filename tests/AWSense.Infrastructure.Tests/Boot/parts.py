"""Takes user data apart as an instance does, with cloud-init's own code. usage: parts.py USER_DATA FOLDER; prints type and file name of each part."""
import pathlib
import sys

from cloudinit import helpers, user_data

source, folder = sys.argv[1], pathlib.Path(sys.argv[2])
processor = user_data.UserDataProcessor(helpers.Paths({"cloud_dir": str(folder), "run_dir": str(folder)}))
for part in processor.process(pathlib.Path(source).read_bytes()).walk():
    if part.get_content_maintype() != "multipart":
        (folder / part.get_filename()).write_bytes(part.get_payload(decode=True))
        print(part.get_content_type(), part.get_filename())
