"""Stories, campaigns and events: what linking needs, and what it found."""

from collections.abc import Sequence
from pathlib import Path

from warehouse import sql
from warehouse.arrow import table_of
from warehouse.contracts import Contract, GroupMerge, GroupType, LinkItem, Membership, TemplateCopy, Utc
from warehouse.store import open_live, transaction

_STEPS = ("merge_groups", "merge_members", "follow_merges", "drop_stale_templates", "merge_templates")


class _Group(Contract):
    group_type: GroupType
    group_id: str
    merged_into: str | None = None


def link_items(live: Path, *, lock_timeout: float = 60.0) -> list[LinkItem]:
    """Every stored news text on the topic or with a case, and every offer, with the group it is in already."""
    with open_live(live, lock_timeout, "linking") as connection:
        return [LinkItem.model_validate(row) for row in sql.rows(connection, "groups/link_items")]


def save_groups(
    live: Path,
    memberships: Sequence[Membership],
    merges: Sequence[GroupMerge],
    templates: Sequence[TemplateCopy] = (),
    *,
    load_id: str,
    at: Utc,
    code_version: str,
    lock_timeout: float = 60.0,
) -> int:
    """Store groups by id, and each document in one group of a type at most; how many rows changed.

    A document moves when a membership names another group, or when its group is merged. `templates` are all that there
    are: each is a line in the evidence of its signal, if it has one, and lines of other copies go. `load_id` may be that
    of the load before; a new id is entered in the table of loads.
    """
    named = {(m.group_type, m.group_id): _Group(group_type=m.group_type, group_id=m.group_id) for m in memberships}
    for merge in merges:
        if merge.group_id == merge.merged_into:
            continue
        target = (merge.group_type, merge.merged_into)
        named.setdefault(target, _Group(group_type=merge.group_type, group_id=merge.merged_into))
        named[merge.group_type, merge.group_id] = _Group.model_validate(merge.model_dump())
    members = {(m.group_type, m.doc_id): m for m in memberships}
    with open_live(live, lock_timeout, f"saving groups of {load_id}") as connection, transaction(connection):
        connection.execute("SET VARIABLE load_id = ?", [load_id])
        connection.execute(sql.text("groups/enter_load"), [load_id, code_version, at])
        connection.register("given_groups", table_of(_Group, named.values()))
        connection.register("given_members", table_of(Membership, members.values()))
        connection.register("given_templates", table_of(TemplateCopy, templates))
        return sum(sql.change(connection, f"groups/{step}") for step in _STEPS)
