"""The one way to hold a row."""

from django.db import models, transaction

from .models import User


def lock[M: models.Model](rows: models.QuerySet[M] | models.Manager[M], pk: int) -> M:
    """The row, read again inside the transaction and held until the transaction ends.

    On PostgreSQL by SELECT FOR NO KEY UPDATE: FOR UPDATE would keep out the foreign keys of rows that
    others insert, so that an answer and the adding of a guest's work waited for each other (a
    deadlock after 1 s). On SQLite the transaction itself is the lock: it begins IMMEDIATE, so one
    writer is in it at a time. Raises TransactionManagementError outside a transaction, on both
    (SQLite alone would stay silent).
    """
    if not transaction.get_connection(rows.db).in_atomic_block:
        raise transaction.TransactionManagementError("lock() holds a row only inside a transaction")
    return rows.select_for_update(of=("self",), no_key=True).get(pk=pk)


def hold_learner(learner: User) -> User:
    """The person whose work this is, held: the account, where a guest was added to one meanwhile."""
    held: User = lock(User.objects.select_related("merged_into"), learner.pk)
    return held.merged_into or held
