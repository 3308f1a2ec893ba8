"""The token that a kiosk was paired with: for its server alone, for its user alone, whole or not at all."""

from pathlib import Path

from kiosk.work.own_token import OwnToken, keep_token, own_token, put_aside, refused_token

OWN = OwnToken("http://hall:8080", "secret~key", "hall")


def test_a_token_is_kept_for_its_server_and_its_user_alone(tmp_path: Path) -> None:
    home = tmp_path / "kiosk"
    assert own_token(home, OWN.server) is None
    keep_token(home, OWN)
    assert own_token(home, OWN.server) == OWN
    assert own_token(home, "http://another:8080") is None
    assert (home / "token.json").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in home.iterdir()] == ["token.json"]


def test_what_is_half_written_is_none(tmp_path: Path) -> None:
    for text in ("", "{", '{"server":"http://hall:8080","token":"","center":"hall"}', "[]"):
        (tmp_path / "token.json").write_text(text, encoding="utf-8")
        assert own_token(tmp_path, OWN.server) is None


def test_one_that_is_refused_is_put_aside_until_another_is_kept(tmp_path: Path) -> None:
    put_aside(tmp_path)
    keep_token(tmp_path, OWN)
    put_aside(tmp_path)
    assert own_token(tmp_path, OWN.server) is None
    assert refused_token(tmp_path, OWN.server) == OWN
    keep_token(tmp_path, OWN)
    assert refused_token(tmp_path, OWN.server) is None
