"""Every mistake is named where it stands, in one sentence that says what to do.

Each file of ``tests/bad`` has one mistake and begins with what the reader must say of it.
Mistakes that need other bytes, other names or several files stand here.
"""

import errno
import os

import pytest

from graph.facts.load import load, read
from graph.facts.problems import FactsError, InputError, LimitError, Problem

BAD = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "bad")
FILES = sorted(
    os.path.relpath(os.path.join(folder, name), BAD).replace(os.sep, "/")
    for folder, _, names in os.walk(BAD)
    for name in names
)
COMPANY = "kind: Company\nname: Bad One\n"
CLAIM = "\nclaims:\n  - {}\n    sources: [example-wire-2024-10-02]\n"
RULE = (
    "name: Bad rule{}\nissuer: acme-labs\ninstrument: TermsOfService\nforce: prohibited\nactions: [use]\n"
    "sources: [acme-terms-2025]\nevents:\n  - effective: 2025-09-05\n    sources: [acme-terms-2025]\n"
    "  - superseded: 2026\n    sources: [acme-terms-2025]\n{}"
)
NAME = "the file name is the id: use lower-case letters a-z, digits and single hyphens"


def problems(folder):
    """Return what is wrong with a folder, as the user sees it."""
    return [str(problem) for problem in read(folder)[1]]


def test_there_are_many():
    """The format has at least a hundred mistakes worth a sentence of their own."""
    assert len(FILES) >= 100


@pytest.mark.parametrize("name", FILES)
def test_mistake(name, lay_over):
    """A file with one mistake, laid over the world, gets its sentence and no other."""
    with open(os.path.join(BAD, name), encoding="utf-8") as stream:
        text = stream.read()
    first = text.split("\n", 1)[0]
    assert first.startswith("# expect: ")
    assert problems(lay_over({name: text})) == [f"{name}:{first.removeprefix('# expect: ')}"]


@pytest.mark.parametrize("name", FILES)
def test_sentence_says_what_to_do(name):
    """A sentence is one line and offers a way out."""
    with open(os.path.join(BAD, name), encoding="utf-8") as stream:
        message = stream.readline().rstrip("\n").split(": ", 2)[2]
    advice = (";", " belongs here", " is written in quotes", ": put both documents", ": it is dated with", "as in  ",
              "write true or false", "use one of", "with its date: ", "its qualifiers are")  # fmt: skip
    assert any(phrase in message for phrase in advice)


# ---- bytes


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"kind: Company\nname: Caf\xe9\n", "2:10: byte 0xE9 is not UTF-8; save the file as UTF-8"),
        ("kind: Company\n".encode("utf-16"), "1:1: byte 0xFF is not UTF-8; save the file as UTF-8"),
        (
            b"kind: Company\nname: Bad\0One\n",
            "2:10: character U+0000 CONTROL CHARACTER is not allowed; delete it or write a visible one instead",
        ),
        (
            b"kind: Company\nname: \x1b[31mBad\n",
            "2:7: character U+001B CONTROL CHARACTER is not allowed; delete it or write a visible one instead",
        ),
        (
            "kind: Company\nname: Bad\u202eenO\n".encode(),
            "2:10: character U+202E RIGHT-TO-LEFT OVERRIDE is not allowed; delete it or write a visible one instead",
        ),
        (
            "kind: Company\nname: Cafe\u0301\n".encode(),
            '2:10: text is not in Unicode form NFC; write "é" as U+00E9 LATIN SMALL LETTER E WITH ACUTE',
        ),
        (b"", "1:1: the file is empty; write the keys of the record, or delete the file"),
        (b"# nothing yet\n", "1:1: the file is empty; write the keys of the record, or delete the file"),
        (
            b"kind: Company\nname: " + b"x" * (1 << 20),
            "1:1: the file is larger than 1048576 bytes, the most one record may have; shorten it",
        ),
    ],
)
def test_bytes(data, message, lay_over):
    """Bytes that are no visible text of one size are refused where they stand."""
    assert problems(lay_over({"entities/bad-one.yaml": data})) == [f"entities/bad-one.yaml:{message}"]


# ---- names


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("entities/Bad.yaml", NAME),
        ("entities/bad one.yaml", NAME),
        ("entities/bad_one.yaml", NAME),
        ("entities/bad--one.yaml", NAME),
        ("entities/-bad.yaml", NAME),
        ("entities/bad-.yaml", NAME),
        ("entities/bad.one.yaml", NAME),
        ("entities/坏.yaml", NAME),
        ("entities/bàd.yaml", NAME),
        ("entities/con.yaml", "the name con is reserved on some systems; choose another id"),
        ("sources/lpt1.yaml", "the name lpt1 is reserved on some systems; choose another id"),
        (f"entities/{'x' * 81}.yaml", "the file name is longer than 80 characters; shorten it, since it is the id"),
        ("entities/bad-one.yml", "the file is not read; let its name end in .yaml"),
        ("entities/bad-one.YAML", "the file is not read; let its name end in .yaml"),
        ("bad-one.yaml", "the file is not read here; move it into entities, restrictions, sources or stories"),
        ("bad-one.yml", "the file is not read here; move it into entities, restrictions, sources or stories"),
    ],
)
def test_names(name, message, lay_over):
    """A file name that is no id, or that would be passed over, is named."""
    assert problems(lay_over({name: COMPANY})) == [f"{name}:1:1: {message}"]


@pytest.mark.parametrize(
    ("folder", "hint"),
    [
        ("entites", "did you mean entities?"),
        ("source", "did you mean sources?"),
        ("facts", "use one of entities, restrictions, sources, stories"),
    ],
)
def test_folder_names(folder, hint, lay_over):
    """A folder of facts that nobody reads is named."""
    found = problems(lay_over({f"{folder}/below/bad-one.yaml": COMPANY}))
    assert found == [f"{folder}:1:1: no facts are read from a folder of this name; {hint}"]


@pytest.mark.parametrize("name", ["entities/bad\none.yaml", "entities/bad\x1b[31m.yaml", "entities/bad\u202e.yaml"])
def test_names_are_shown_escaped(name, lay_over):
    """A name that would move the cursor is shown so that it does not."""
    (found,) = problems(lay_over({name: COMPANY}))
    assert found.isprintable()
    assert found.endswith(NAME)


def test_name_that_is_not_utf_8(lay_over):
    """A name of other bytes is shown escaped, too."""
    folder = lay_over()
    with open(os.path.join(os.fsencode(folder), b"entities", b"bad\xff.yaml"), "wb") as stream:
        stream.write(COMPANY.encode())
    assert problems(folder) == [f"entities/bad\\udcff.yaml:1:1: {NAME}"]


@pytest.mark.parametrize("name", [b"be\xfflow", b"be\x1blow"])
def test_folder_name_that_cannot_be_shown(name, lay_over):
    """A sub-folder means nothing, but its name is printed, so it must be printable."""
    folder = lay_over()
    below = os.path.join(os.fsencode(folder), b"entities", name)
    os.mkdir(below)
    with open(os.path.join(below, b"bad-one.yaml"), "wb") as stream:
        stream.write(COMPANY.encode())
    with pytest.raises(InputError) as error:
        read(folder)
    assert str(error.value).isprintable()
    assert str(error.value).endswith("a folder name with characters that cannot be shown; rename it")


@pytest.mark.parametrize(
    "name",
    [
        "entities/.bad-one.yaml", "entities/_bad-one.yaml", "entities/bad-one.yaml~", "entities/#bad-one.yaml#",
        "entities/bad-one.yaml.bak", "entities/.bad-one.yaml.swp", "entities/bad-one.yaml.orig", "entities/README.md",
        "entities/.git/bad-one.yaml", "entities/_drafts/bad-one.yaml", ".hidden/bad-one.yaml", "README.md", "_bad.yaml",
        "notes/README.md",
    ],
)  # fmt: skip
def test_passed_over(name, lay_over):
    """Hidden files, templates, backups and other documents are no facts."""
    assert problems(lay_over({name: "not: facts: at all"})) == []


# ---- links and other things that are no files


def test_link_to_a_file(lay_over, tmp_path):
    """A link could point anywhere, so it is not followed."""
    folder = lay_over()
    (tmp_path / "secret").write_text("kind: Company\nname: Secret\n", encoding="utf-8")
    os.symlink(tmp_path / "secret", os.path.join(folder, "entities", "bad-one.yaml"))
    with pytest.raises(InputError) as error:
        read(folder)
    assert str(error.value) == "entities/bad-one.yaml: not a regular file; put the file itself there"


@pytest.mark.parametrize("target", ["nowhere", "bad-one.yaml", "/dev/zero", "/dev/stdin", "."])
def test_link_to_nowhere(target, lay_over):
    """A dangling link, a loop and a link to a device end in the same sentence, without waiting."""
    folder = lay_over()
    os.symlink(target, os.path.join(folder, "entities", "bad-one.yaml"))
    with pytest.raises(InputError) as error:
        read(folder)
    assert str(error.value) == "entities/bad-one.yaml: not a regular file; put the file itself there"


def test_pipe(lay_over):
    """A pipe would keep the reader waiting for ever."""
    folder = lay_over()
    os.mkfifo(os.path.join(folder, "entities", "bad-one.yaml"))
    with pytest.raises(InputError) as error:
        read(folder)
    assert str(error.value) == "entities/bad-one.yaml: not a regular file; put the file itself there"


def test_linked_sub_folder_is_not_followed(lay_over):
    """A link to a folder, even to itself, is passed over."""
    folder = lay_over()
    os.symlink("..", os.path.join(folder, "entities", "loop"))
    assert problems(folder) == []


def test_linked_folder_beside_the_facts_is_not_followed(lay_over, tmp_path):
    """A link beside the four folders is not looked into."""
    folder = lay_over()
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "bad-one.yaml").write_text(COMPANY, encoding="utf-8")
    os.symlink(tmp_path / "elsewhere", os.path.join(folder, "entites"))
    assert problems(folder) == []


def test_linked_folder_of_facts(lay_over, tmp_path):
    """One of the four folders may not be a link, since facts would come from elsewhere."""
    folder = lay_over()
    os.rename(os.path.join(folder, "stories"), tmp_path / "elsewhere")
    os.symlink(tmp_path / "elsewhere", os.path.join(folder, "stories"))
    with pytest.raises(InputError) as error:
        read(folder)
    assert str(error.value) == "stories: a link, not a folder; put the folder itself there"


@pytest.mark.parametrize(
    ("call", "what", "code", "reason"),
    [
        ("open", "entities/acme-labs.yaml", errno.EACCES, "Permission denied"),
        ("open", "entities/acme-labs.yaml", errno.ENOENT, "No such file or directory"),
        ("open", "sources/leaflet.yaml", errno.EMFILE, "Too many open files"),
        ("scandir", "entities", errno.EACCES, "Permission denied"),
        ("scandir", "", errno.EIO, "Input/output error"),
    ],
)
def test_unreadable(call, what, code, reason, lay_over, monkeypatch):
    """What cannot be read, or vanishes meanwhile, is named with the reason; nothing is read in part."""
    folder = lay_over()
    broken = os.path.join(folder, what).rstrip("/")
    real = getattr(os, call)

    def failing(path, *arguments):
        if os.fspath(path).rstrip("/") == broken:
            raise OSError(code, os.strerror(code), path)
        return real(path, *arguments)

    monkeypatch.setattr(os, call, failing)
    with pytest.raises(InputError) as error:
        read(folder)
    assert str(error.value) == f"{what or folder}: cannot be read: {reason}"


def test_missing_folder(tmp_path):
    """A folder that is not there is named."""
    with pytest.raises(InputError) as error:
        read(str(tmp_path / "nowhere"))
    wanted = f"{tmp_path}/nowhere: no such folder; name a folder with entities/, sources/ and restrictions/"
    assert str(error.value) == wanted


def test_empty_folder(tmp_path):
    """A folder without facts is a mistake, not an empty graph."""
    (tmp_path / "entities").mkdir()
    with pytest.raises(InputError) as error:
        read(str(tmp_path))
    assert str(error.value) == f"{tmp_path}: no facts in it; put YAML files into entities/, sources/ or restrictions/"


def test_too_many_files(tmp_path, monkeypatch):
    """The number of files has a limit; the sentence names it and how to raise it."""
    (tmp_path / "entities").mkdir()
    for number in range(4):
        (tmp_path / "entities" / f"e{number}.yaml").write_text(COMPANY, encoding="utf-8")
    monkeypatch.setenv("AIKG_MAX_FILES", "3")
    with pytest.raises(LimitError) as error:
        read(str(tmp_path))
    assert str(error.value) == "more than 3 fact files; split the folder, or set AIKG_MAX_FILES to a higher number"
    monkeypatch.setenv("AIKG_MAX_FILES", "4")
    assert read(str(tmp_path))[0] is not None
    monkeypatch.setenv("AIKG_MAX_FILES", "many")
    with pytest.raises(InputError, match=r"^AIKG_MAX_FILES is 'many'; write a number of files$"):
        read(str(tmp_path))


# ---- several files


def company(*claims, more=""):
    """Write a company with claims that rest on the same document."""
    body = "\n".join(f"  - {claim}\n    sources: [example-wire-2024-10-02]\n" for claim in claims)
    return f"kind: Company\nname: Bad{more}\n\nclaims:\n{body}"


@pytest.mark.parametrize(
    ("files", "messages"),
    [
        (
            {"entities/below/acme-labs.yaml": COMPANY},
            ["entities/below/acme-labs.yaml:1:1: the id acme-labs is taken by entities/acme-labs.yaml; rename one of the files"],
        ),
        (
            {"sources/acme-labs.yaml": "kind: NewsArticle\ntitle: x\npublished: 2025\ntier: C\n"},
            [
                "sources/acme-labs.yaml:1:1: the id acme-labs is taken by entities/acme-labs.yaml; rename one of the files",
            ],
        ),
        (
            {"entities/bad-a.yaml": COMPANY + "was: [bad-old]\n", "entities/bad-b.yaml": "kind: Company\nname: B\nwas: bad-old\n"},
            ["entities/bad-b.yaml:3:1: the former id bad-old belongs to bad-a; remove it here"],
        ),
        (
            {
                "entities/bad-a.yaml": company("partOf: bad-b", more=" A"),
                "entities/bad-b.yaml": company("partOf: bad-c", more=" B"),
                "entities/bad-c.yaml": company("develops: tiny-chat", "partOf: bad-a", more=" C"),
            },
            ["entities/bad-a.yaml:5:5: 'partOf' runs in a ring: bad-a - bad-b - bad-c - bad-a; remove one link"],
        ),
        (
            {
                "sources/bad-a.yaml": "kind: NewsArticle\ntitle: x\npublished: 2025\ntier: C\nderivedFrom: [bad-b]\n",
                "sources/bad-b.yaml": "kind: NewsArticle\ntitle: x\npublished: 2025\ntier: C\nderivedFrom: [leaflet, bad-a]\n",
            },
            ["sources/bad-a.yaml:1:1: 'derivedFrom' runs in a ring: bad-a - bad-b - bad-a; remove one link"],
        ),
        (
            {
                "restrictions/bad-a.yaml": RULE.format(" A", "supersedes: [bad-b]\n"),
                "restrictions/bad-b.yaml": RULE.format(" B", "supersedes: [bad-a]\n"),
            },
            ["restrictions/bad-a.yaml:1:1: 'supersedes' runs in a ring: bad-a - bad-b - bad-a; remove one link"],
        ),
        (
            {
                "restrictions/bad-a.yaml": RULE.format(" A", "inResponseTo: bad-b\n"),
                "restrictions/bad-b.yaml": RULE.format(" B", "inResponseTo: bad-a\n"),
            },
            ["restrictions/bad-a.yaml:1:1: 'inResponseTo' runs in a ring: bad-a - bad-b - bad-a; remove one link"],
        ),
        (
            {
                "entities/bad-a.yaml": company("develops: tiny-chat").replace("example-wire-2024-10-02", "bad-b"),
                "sources/bad-b.yaml": "kind: NewsArticle\ntitle: x\nurl: https://bad.example/\ntier: B\n",
            },
            ["entities/bad-a.yaml:6:15: bad-b is cited without a date; write 'published' or 'retrieved' in its file"],
        ),
        (
            {
                "entities/bad-a.yaml": company("develops: tiny-chat").replace("example-wire-2024-10-02", "bad-b"),
                "sources/bad-b.yaml": "kind: NewsArticle\ntitle: x\npublished: 2025\ntier: B\npublisher: X\nderivedFrom: [acme-labs]\n",
            },
            ["sources/bad-b.yaml:6:15: 'acme-labs' is an entity, but a source belongs here; correct the id"],
        ),
        (
            {
                "restrictions/bad-a.yaml": RULE.format("", ""),
                "restrictions/bad-b.yaml": RULE.format("", ""),
            },
            ["restrictions/bad-b.yaml:1:1: warning: the name 'Bad rule' is also a name of bad-a; a question by name will be ambiguous"],
        ),
        (
            {"entities/bad-a.yaml": COMPANY + "was: [acme-labs.develops.widget-one]\n"},
            ["entities/bad-a.yaml:1:1: acme-labs.develops.widget-one is the id of a claim now; remove it from 'was'"],
        ),
        (
            {"entities/tiny-model-co.yaml": "kind: [Company\n"},
            ["entities/tiny-model-co.yaml:1:7: a [ that is never closed, or a comma missing inside it; write ] or the comma"],
        ),
        (
            {"sources/leaflet.yaml": None},
            [
                "restrictions/tiny-staff-notice.yaml:11:10: no source 'leaflet'; add sources/leaflet.yaml or correct the id",
                "restrictions/tiny-staff-notice.yaml:16:15: no source 'leaflet'; add sources/leaflet.yaml or correct the id",
                "restrictions/unstated-curb.yaml:10:10: no source 'leaflet'; add sources/leaflet.yaml or correct the id",
                "restrictions/unstated-curb.yaml:15:14: no source 'leaflet'; add sources/leaflet.yaml or correct the id",
            ],
        ),
    ],
    ids=[
        "id in a sub-folder", "id in another folder", "former id of two", "ring of parts",
        "ring of copies", "ring of successors", "ring of answers", "undated document", "copy of an entity",
        "rules of one name", "former claim of another", "broken file others rest on", "document gone",
    ],
)  # fmt: skip
def test_several_files(files, messages, lay_over):
    """A mistake between files is named once, in the file to change, and drags no others along."""
    assert problems(lay_over(files)) == messages


def test_a_thousand_mistakes(lay_over):
    """All mistakes are reported together, sorted by file, line and column, the same each time."""
    claims = "\n".join(
        f"  - develops: nothing-{number}\n    sources: [example-wire-2024-10-02]\n" for number in range(500)
    )
    files = {f"entities/bad-{name}.yaml": f"kind: Company\nname: Bad {name}\n\nclaims:\n{claims}" for name in "ab"}
    folder = lay_over(files)
    _, found = read(folder)
    assert len(found) == 1000
    assert found == sorted(found)
    assert found == read(folder)[1]
    assert [problem.line for problem in found[:500]] == list(range(5, 1505, 3))


def test_load_raises_all_mistakes(lay_over):
    """Loading raises every error at once, without the warnings."""
    files = {
        "entities/bad-a.yaml": "kind: Compny\nname: Bad\nnote: ''\n",
        "sources/bad-b.yaml": "kind: NewsArticle\ntitle: x\npublished: 2025\ntier: C\n",
    }
    with pytest.raises(FactsError) as error:
        load(lay_over(files))
    assert error.value.problems == [
        Problem("entities/bad-a.yaml", 1, 7, "'Compny' is not a kind of entity; did you mean Company?"),
        Problem("entities/bad-a.yaml", 3, 7, "the text is empty; write it, or leave the key out"),
    ]
    assert str(error.value) == "\n".join(map(str, error.value.problems))


def test_warnings_do_not_keep_facts_from_loading(lay_over):
    """A source that nobody cites is worth a warning, no more."""
    facts = load(lay_over({"sources/bad-b.yaml": "kind: NewsArticle\ntitle: x\npublished: 2025\ntier: C\n"}))
    assert "bad-b" in facts.sources
