"""Chinese by-lines: whom their labels name, on twenty little pages and as a table of lines."""

import pytest

from crawler.extraction.reading.hannames import credited
from tests.extraction.records import text
from tests.extraction.telling import decided

TITLE = "港务委员会同意疏浚北航道"
# By-line as printed under the headline → the authors.
PAGES = [
    ('<div class="author">望江日报记者 王小明</div>', ["王小明"]),
    ('<div class="author">望江日报记者王小明</div>', ["王小明"]),
    ("<p>文/记者 王小明</p>", ["王小明"]),
    ("<p>文｜李华</p>", ["李华"]),
    ("<p>记者 王小明 通讯员 李华</p>", ["王小明", "李华"]),
    ("<p>记者王小明 通讯员李华</p>", ["王小明", "李华"]),
    ("<p>作者：陈建国 责任编辑：赵四海</p>", ["陈建国"]),
    ('<div class="editor">责任编辑：赵四海</div>', []),
    ("<p>港湾新闻记者 贺梨萍</p>", ["贺梨萍"]),
    ("<p>来源：新华社 作者：周文</p>", ["周文"]),
    ("<p>本报记者 王 明</p>", ["王明"]),
    ("<p>本报记者 王小明、李华</p>", ["王小明", "李华"]),
    ("<p>记者王小明和李华</p>", ["王小明", "李华"]),
    ("<p>采写：望江日报记者 王小明</p>", ["王小明"]),
    ("<p>新港报记者 张三 编辑 李四 校对 王五</p>", ["张三"]),
    ("<p>本報記者 陳大文</p>", ["陳大文"]),
    ("<p>撰文：王小明 摄影：李华</p>", ["王小明"]),
    ("<p>王小明/文 李华/图</p>", ["王小明"]),
    ('<meta name="author" content="望江日报记者 王小明">', ["王小明"]),
    ("<p>记者 欧阳文 实习生 刘洋</p>", ["欧阳文", "刘洋"]),
]
NO_LINES = [
    "记者从市政府获悉",
    "记者获悉，航道将疏浚。",
    "责任编辑：李四",
    "图/王小明",
    "Jane Doe",
    "山田太郎さん",
]


@pytest.mark.parametrize(("line", "authors"), PAGES)
def test_pages(line: str, authors: list[str]) -> None:
    head, above = (line, "") if line.startswith("<meta") else ("", line)
    article = f"<article><h1>{TITLE}</h1>{above}{text('zh')}</article>"
    _, found = decided(f'<html lang="zh-CN"><head>{head}</head><body>{article}</body></html>')
    assert list(found.people.authors) == authors


@pytest.mark.parametrize("line", NO_LINES)
def test_lines_that_name_nobody(line: str) -> None:
    assert credited(line) is None


def test_a_paper_that_is_an_agency_is_credited() -> None:
    found = credited("新华社记者王小明")
    assert found is not None
    assert (found.people, found.agencies) == (("王小明",), ("新华社",))
