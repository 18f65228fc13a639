"""The part of a page with the most running text, where no template is known."""

from collections import defaultdict

from selectolax.lexbor import LexborNode

from crawlers.extract.page import Page

SENTENCE = 8
"""Words from which a piece of text outside links counts as running text."""
WIDER = 1.6
"""How much more running text a parent must hold to be the body: less is a caption or a teaser beside it."""
_PARAGRAPH = frozenset(["p", "li", "ul", "ol", "blockquote", "h2", "h3", "h4"])
_INLINE = frozenset(["b", "strong", "i", "em", "u", "span", "font", "small", "mark", "q", "cite", "a", "sup", "sub"])
_UNREAD = frozenset(["script", "style", "noscript", "template", "iframe", "figcaption", "select", "button", "footer"])


def densest(page: Page) -> LexborNode | None:
    """The innermost element that holds most of the page's running text; null where there is hardly any."""
    if page.tree.body is None:
        return None
    words: dict[int, int] = defaultdict(int)
    holders: dict[int, LexborNode] = {}
    for holder, count in _running(page.tree.body):
        holders.setdefault(holder.mem_id, holder)
        words[holder.mem_id] += count
    if not words:
        return None
    best = holders[max(words, key=lambda key: words[key])]
    total = _below(best, words)
    while best.parent is not None and best.parent.tag not in {"body", "html"}:
        wider = _below(best.parent, words)
        if wider < WIDER * total:
            break
        best, total = best.parent, wider
    return best


def _running(body: LexborNode) -> list[tuple[LexborNode, int]]:
    """Pieces of running text: the element that holds their paragraph, and their words."""
    found: list[tuple[LexborNode, int]] = []
    stack: list[LexborNode] = [body]
    while stack:
        node = stack.pop()
        if node.is_text_node:
            count = len((node.text_content or "").split())
            holder = _holder(node) if count >= SENTENCE else None
            if holder is not None:
                found.append((holder, count))
        elif node.tag not in _UNREAD:
            stack.extend(node.iter(include_text=True))
    return found


def _holder(node: LexborNode) -> LexborNode | None:
    current = node.parent
    while current is not None and current.tag in _INLINE:
        if current.tag == "a":
            return None
        current = current.parent
    while current is not None and current.tag in _PARAGRAPH:
        current = current.parent
    return current


def _below(node: LexborNode, words: dict[int, int]) -> int:
    """Running words of the element and of those inside it."""
    total, stack = 0, [node]
    while stack:
        current = stack.pop()
        total += words.get(current.mem_id, 0)
        stack.extend(current.iter())
    return total
