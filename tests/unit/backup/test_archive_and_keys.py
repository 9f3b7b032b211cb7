"""What is inside the encryption, and the key's file."""

import gzip
import hashlib
import io
import json
import stat
import tarfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from safelight.backup import archive, keys
from safelight.backup.archive import Manifest, Sink, Table
from safelight.backup.errors import Damaged, Refused
from safelight.backup.stream import Reader, Writer

KEY = bytes(32)
MANIFEST = Manifest("sqlite", {"children_child": Table(2, "ab" * 32)})


class Kept(Sink):
    """Keeps everything, to compare."""

    def __init__(self) -> None:
        self.data, self.files = b"", {}

    def database(self, data: bytes) -> None:
        self.data += data

    def file(self, name: str, content: io.BufferedIOBase, size: int) -> str:
        self.files[name] = content.read()
        return hashlib.sha256(self.files[name]).hexdigest()


def packed(database: list[bytes], files: Path) -> bytes:
    out = io.BytesIO()
    archive.write(Writer(out, KEY, {}), MANIFEST, database, files)
    return out.getvalue()


@settings(max_examples=25)
@given(database=st.lists(st.binary(max_size=3000), max_size=4), files=st.lists(st.binary(max_size=3000), max_size=4))
def test_database_and_files_come_back_as_they_were(
    tmp_path_factory: pytest.TempPathFactory, database: list[bytes], files: list[bytes]
) -> None:
    folder = tmp_path_factory.mktemp("files")
    wanted = {f"{n % 2}/{n}": content for n, content in enumerate(files)}
    for name, content in wanted.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_bytes(content)
    kept = Kept()
    manifest, sums = archive.read(Reader(io.BytesIO(packed(database, folder)), KEY), kept)
    assert (manifest, kept.data, kept.files) == (MANIFEST, b"".join(database), wanted)
    assert sums.database_bytes == len(b"".join(database))


def test_a_database_of_many_pieces_comes_back_in_order(tmp_path: Path) -> None:
    kept = Kept()
    pieces = [bytes([n]) * 700_001 for n in range(7)]
    archive.read(Reader(io.BytesIO(packed(pieces, tmp_path / "none")), KEY), kept)
    assert kept.data == b"".join(pieces)


def test_it_can_be_opened_with_gzip_and_tar_alone(tmp_path: Path) -> None:
    (tmp_path / "letter").write_bytes(b"a letter")
    inside = Reader(io.BytesIO(packed([b"rows"], tmp_path)), KEY).read()
    with tarfile.open(fileobj=io.BytesIO(gzip.decompress(inside))) as tar:
        names = tar.getnames()
        assert names == ["manifest.json", "database/00000001", "files/letter", "end.json"]
        assert tar.extractfile("files/letter").read() == b"a letter"


@pytest.mark.parametrize("name", ["files/../../etc/x", "files//etc/x", "files/"])
def test_a_name_outside_the_folder_is_refused(name: str) -> None:
    out = io.BytesIO()
    writer = Writer(out, KEY, {})
    inside = io.BytesIO()
    with tarfile.open(fileobj=inside, mode="w") as tar:
        for entry, content in [("manifest.json", json.dumps(MANIFEST.to_json()).encode()), (name, b"x")]:
            info = tarfile.TarInfo(entry)
            info.size = len(content)
            tar.addfile(info, io.BytesIO(content))
    writer.write(gzip.compress(inside.getvalue()))
    writer.finish()
    with pytest.raises(Damaged):
        archive.read(Reader(io.BytesIO(out.getvalue()), KEY), Sink())


def test_links_in_the_files_folder_are_not_followed(tmp_path: Path) -> None:
    secret = tmp_path / "secret-key"
    secret.write_text("signs sessions")
    folder = tmp_path / "files"
    folder.mkdir()
    (folder / "link").symlink_to(secret)
    kept = Kept()
    archive.read(Reader(io.BytesIO(packed([], folder)), KEY), kept)
    assert kept.files == {}


def test_a_key_is_read_as_it_was_made_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    path = tmp_path / "key"
    key = keys.make(path)
    assert keys.read(path) == key
    assert len(key) == 32
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_a_key_is_never_written_over(tmp_path: Path) -> None:
    path = tmp_path / "key"
    key = keys.make(path)
    with pytest.raises(Refused, match="exists already"):
        keys.make(path)
    assert keys.read(path) == key


def test_a_key_that_everybody_may_read_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "key"
    keys.make(path)
    path.chmod(0o644)
    with pytest.raises(Refused, match="chmod 600"):
        keys.read(path)


@pytest.mark.parametrize("text", ["", "safelight-backup-key-1 ", "safelight-backup-key-1 abcd", "anything", "é"])
def test_what_is_no_key_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "key"
    path.write_text(text)
    path.chmod(0o600)
    with pytest.raises(Refused):
        keys.read(path)


def test_a_key_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="No key could be read"):
        keys.read(tmp_path / "none")
