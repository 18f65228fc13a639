"""The false vacancy that a fact check quotes: the nearest to real fraudulent posts that public data hold."""

import re

_LEAST, _MOST = 40, 1500
"""Characters of a post."""
_OPENS = re.compile(r"(?i)\b(?:narasi|takarir)(?: (?:lengkap|sebagai|berikut)(?:nya)?){0,3} ?: ?[“\"]? ?")
_DAY = "(?:Senin|Selasa|Rabu|Kamis|Jumat|Sabtu|Minggu|hari|artikel|tulisan)"
_CLOSES = re.compile(
    rf"[”\"]? ?(?:(?:Hingga|Per|Sampai|Pada) {_DAY}|Dari pengamatan|Unggahan (?:tersebut|itu|ini|beserta|disertai)"
    r"|Pada bagian bio|Konten tersebut|\[?PENJELASAN|\[?KATEGORI|Faktanya|Berdasarkan (?:hasil|penelusuran))"
)
_OF_WORK = re.compile(r"(?i)\b(?:loker|lowongan|rekrut\w*|recruit\w*|karyawan|pegawai|kerja|cpns|gaji)\b")


def quoted_post(text: str) -> str | None:
    """What stands between "narasi:" and the fact checkers' own words; null where nothing of work does."""
    opened = _OPENS.search(text)
    if not opened:
        return None
    closed = _CLOSES.search(text, opened.end())
    post = text[opened.end() : closed.start() if closed else len(text)].strip(' “”"\n')[:_MOST]
    return post if len(post) >= _LEAST and _OF_WORK.search(post) else None
