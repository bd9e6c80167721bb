"""Plan one operation of a client that upstreams answer.

In:  an operation with its sources, the workspace's upstreams, what all operations share.
Out: a Plan, or None; findings.
How: bind arguments and body, order the calls, judge budgets and declared statuses.
"""

from collections.abc import Sequence
from dataclasses import replace

from bffgen.compose.asked import body_value
from bffgen.compose.bind import Binder
from bffgen.compose.computed import Given, given
from bffgen.compose.errors import Failures
from bffgen.compose.exposed import exposed
from bffgen.compose.feeds import ArgumentBinder, Sent, feeds
from bffgen.compose.files import misplaced_files
from bffgen.compose.grants import allowed, caller_value
from bffgen.compose.handed import handed, unsent
from bffgen.compose.headers import HeaderBinder
from bffgen.compose.hookfeed import HookFeed
from bffgen.compose.incomplete import meant, told_missing, undeclared_header, with_missing
from bffgen.compose.intake import intake
from bffgen.compose.omit import Omitted
from bffgen.compose.once import composed, once, unkept
from bffgen.compose.once import reasons as of_keys
from bffgen.compose.outside import drops
from bffgen.compose.pages import bind_pages, is_link, sealed_next, sent_back, unhanded, unturned
from bffgen.compose.pages import reasons as of_pages
from bffgen.compose.passed import passed_source, underived
from bffgen.compose.planned import planned
from bffgen.compose.promises import invalid_status, reasons, undeclared
from bffgen.compose.proved import Proofs
from bffgen.compose.reads import Reads
from bffgen.compose.schedule import Schedule, Waiting, overruns, schedule
from bffgen.compose.scope import Feed, Scope
from bffgen.compose.send import BodySender
from bffgen.compose.shaping import Shapes
from bffgen.compose.success import Success, promised, successes, unanswerable, unserved
from bffgen.compose.switched import settings_value, switched
from bffgen.compose.travel import unread
from bffgen.compose.unchanged import of_unchanged, unchanged, with_unchanged
from bffgen.compose.unheeded import never_read, unheeded
from bffgen.compose.unmapped import unmapped
from bffgen.compose.uses import UseTree
from bffgen.compose.valueless import valueless_answer
from bffgen.compose.visible import only_for
from bffgen.compose.ways import most_calls, unfit_ways
from bffgen.compose.writable import guarded
from bffgen.compose.writable import reasons as of_writable
from bffgen.compose.writes import writes
from bffgen.model.api import Operation, Response
from bffgen.model.client import Client, Workspace
from bffgen.model.composition import Answered
from bffgen.model.computed import Computed
from bffgen.model.expression import Expression, Fixed
from bffgen.model.finding import Finding, Mark, finding, stops
from bffgen.model.intake import Intake
from bffgen.model.plan import Call, Paging, Plan
from bffgen.model.policy import Family
from bffgen.model.security import Access
from bffgen.model.shapes import solid


class Planner:
    """Plans one operation; what it finds is kept in order."""

    def __init__(
        self,
        client: Client,
        workspace: Workspace,
        operation: Operation,
        answered: Answered,
        shapes: Shapes,
        proofs: Proofs,
        failing: Failures,
    ) -> None:
        """Take what all operations share, and the one that is planned."""
        self.client = client
        self.workspace = workspace
        self.operation = operation
        self.answered = answered
        self.shapes = shapes
        self.proofs = proofs
        self.failing = failing
        self.access = Access()
        self.faults: list[Finding] = []

    def plan(self) -> tuple[Plan | None, tuple[Finding, ...]]:
        """Plan it; None where something stops that."""
        plan = self._plan()
        return (None if stops(self.faults) else plan), tuple(self.faults)

    def _plan(self) -> Plan | None:
        api, operation, answered = self.client.api, self.operation, self.answered
        self.access = allowed(self.client, operation, answered, self.faults)
        self.faults.extend(unread(api, operation))
        limits = answered.request
        taken = intake(self.client.requests, operation, limits, self.faults, can_pass=True)
        if taken is None or not taken.is_passed:
            taken = guarded(self.client, operation, answered, taken, self.access, self.faults)
        answer = self._success()
        found = feeds(answered, self.client, self.workspace, self.faults)
        told_of = (valueless_answer(self.proofs, f) for f in found.values() if isinstance(f, Feed))
        self.faults += [each for each in told_of if each is not None]
        if answer is None or len(found) < len(answered.sources):
            return None
        if not self._has_shape(answer):
            return None
        scope = Scope(
            api=self.client.requests,
            operation=operation,
            feeds=found,
            at=answered.place,
            body=(
                body_value(self.client.requests, taken, answered.place)
                if taken and not taken.is_passed
                else None
            ),
            intake=taken,
            caller=caller_value(self.client, self.access, answered.place),
            settings=settings_value(self.client),
            languages=self.client.composition.defaults.languages,
        )
        switches = switched(answered, scope, self.faults)
        defaults = self.client.composition.defaults
        dropping = frozenset(each.name for each in answered.sources if drops(each, defaults))
        told, meant_by = None, ""
        self.faults += undeclared_header(answered, api, answer.response)
        if answer.pointer is not None:
            told = told_missing(answered, api, answer.pointer, dropping, self.faults)
            meant_by = meant(answered, api, answer.pointer)
        omitted = Omitted(answered.omit, answered.place, api, given=meant_by)
        reads = Reads(self.faults, dropping)
        binder = Binder(api, self.client.hooks, omitted, reads, self.shapes, self.proofs)
        passing = handed(answered, taken, found, operation, self.faults)
        sender = BodySender(binder, scope, passing=frozenset(passing))
        opened = sent_back(answered.paginate, scope, seals=self._seals)
        defaults = self.client.composition.defaults
        targets = composed(found, defaults.timeout_ms)
        kept, forwarding = once(self.client, operation, answered, targets, self.faults)
        if kept is not None:
            reads.requested.add(f"header.{kept.header}")
        inputs = ArgumentBinder(reads, scope, defaults, sender, opened, forwarding)
        sent = {
            name: given(feed, reads, scope, self.client)
            if isinstance(feed, HookFeed)
            else inputs.sent(feed)
            for name, feed in found.items()
        }
        plan_ms, keyed = self._budget_ms - defaults.reserve_ms, frozenset(forwarding.headers)
        self.faults.extend(unfit_ways(found, sent, defaults, keyed=keyed, plan_ms=plan_ms))
        paging = self._paging(reads, scope, sent)
        if paging is not None and paging.is_sealed:
            scope = replace(scope, instead=((paging.following, sealed_next(paging, scope)),))
        body: Expression | None = Fixed(value=None)
        passed = ""
        if answer.pointer is not None:
            body = binder.body(answered.body, scope, answer.pointer, answered.place)
        elif answer.media_types:
            passed = passed_source(answered, answer, found, api, self.faults)
            self.faults.extend(unkept(answered.idempotency))
            reads.uses.setdefault(passed, UseTree())
            self.faults.extend(underived(answered))
        heads = HeaderBinder(binder, scope, answer.response)
        headers = heads.bind(answered)
        if body is not None and not stops(self.faults):
            answer_parts = [body, *(each.value for each in headers)]
            self.faults.extend(unhanded(paging, answered.paginate, answer_parts))
        hooked = bool(binder.called) or any(each.returns for each in answered.sources)
        answers = reasons(operation, self.access, answered.sources, calls_hooks=hooked)
        answers |= of_pages(paging, answered.paginate) | of_writable(answered.writable_by)
        answers |= of_keys(answered.idempotency, operation)
        conditional = unchanged(operation, found, sent, heads.derived, self.faults)
        answers |= of_unchanged(conditional)
        self.faults.extend(undeclared(self.failing, operation, answers | heads.reasons()))
        ordered = self._scheduled(found, sent)
        if not stops(self.faults):
            # What is never read may be what a path misspells.
            self.faults += unheeded(self.client, operation, taken, reads, heads.read)
            if taken is not None and taken.is_passed and not passing:
                self.faults.append(unsent(api, operation))
            self.faults += never_read(found, reads)
            self.faults += unmapped(operation, found, sent, passing, defaults)
        if ordered is None or body is None or stops(self.faults):
            return None
        self.faults.extend(writes(answered, found, {name: sent[name].waits for name in found}))
        if stops(self.faults):
            return None
        if told is not None and answer.pointer is not None:
            self.proofs.undecided.add(solid(api.meaning, answer.pointer))
            body = with_missing(body, told, api, answer.pointer)
        sources = planned(
            found,
            sent,
            ordered,
            reads.uses,
            api,
            self.client.composition.defaults,
            self.faults,
            passed=passed,
            handed=passing,
        )
        sources = tuple(replace(each, when=switches.get(each.name)) for each in sources)
        sources = with_unchanged(forwarding.given_to(sources), conditional)
        sources = self._hidden(sources, [body, *(each.value for each in headers)], binder)
        if stops(self.faults):
            return None
        plan = self._assembled(answer.response, taken, body, sources, ordered, binder, inputs)
        caching = heads.caching(inputs.forwarded)
        plan = replace(
            plan, headers=headers, caching=caching, paging=paging, passed=passed, once=kept
        )
        self.faults.extend(exposed(answered, plan, found))
        self.faults.extend(misplaced_files(plan, self.client.requests))
        return plan

    def _paging(self, reads: Reads, scope: Scope, sent: dict[str, Sent | Given]) -> Paging | None:
        """Bind the pages of a list; cursors of third parties are sealed unless it says no."""
        written = self.answered.paginate
        links = [each for each in self.answered.headers if is_link(each)]
        if written is None:
            for each in links:
                problem = "`derive: next` needs `paginate`"
                self.faults.append(finding("compose-schema", each.place, problem=problem))
            return None
        found = bind_pages(written, reads, scope, seals=self._seals, has_link=bool(links))
        if found is not None:
            fault = unturned(found, written, sent[found.source].values)
            self.faults += [fault] if fault is not None else []
        return found

    def _assembled(
        self,
        success: Response,
        taken: Intake | None,
        body: Expression,
        sources: tuple[Call | Computed, ...],
        ordered: Schedule,
        binder: Binder,
        inputs: ArgumentBinder,
    ) -> Plan:
        quiet = self.client.policy.family is Family.THIRD_PARTY
        told = self.answered.report_missing
        return Plan(
            operation=self.operation,
            access=self.access,
            success=success,
            intake=taken,
            sources=sources,
            critical_path=ordered.critical_path,
            body=body,
            budget_ms=self._budget_ms,
            reserve_ms=self.client.composition.defaults.reserve_ms,
            invalid_status=invalid_status(self.operation),
            report_missing=not quiet if told is None else told,
            forwarded=tuple(sorted(inputs.forwarded)),
            hooks=tuple(sorted(binder.called.items())),
            lookups=binder.reads.lookups,
            languages=self.client.composition.defaults.languages,
        )

    def _hidden(
        self, sources: tuple[Call | Computed, ...], answer: Sequence[Expression], binder: Binder
    ) -> tuple[Call | Computed, ...]:
        """Say of each call for whom it is made; what is required is made for everybody."""
        waits = {each.name: each.waits for each in sources}
        hidden = only_for(answer, binder.reads.lookups, waits, [each.name for each in sources])
        for each in sources:
            if each.name in hidden and each.required:
                mark = Mark(place=self.answered.place.at("sources", each.name), on="key")
                self.faults.append(
                    finding("compose-visible-required", mark, property="", source=each.name)
                )
        return tuple(
            replace(each, visible_to=hidden.get(each.name, each.visible_to)) for each in sources
        )

    @property
    def _seals(self) -> bool:
        """Cursors of third parties are sealed unless it says no."""
        return self.client.policy.family is Family.THIRD_PARTY

    @property
    def _budget_ms(self) -> int:
        return self.answered.budget_ms or self.client.policy.budgets.latency_ms

    def _success(self) -> Success | None:
        """Give the only success of the contract, which must be built from JSON alone."""
        operation, api = self.operation, self.client.api
        mark = Mark(place=api.place(operation.pointer), on="key")
        several = self._several()
        if several is not None:
            self.faults.append(several)
            return None
        found = promised(operation)
        if isinstance(found, str):
            self.faults.append(finding("compose-unsupported", mark, what=found))
            return None
        self.faults.extend(unserved(api, found))
        fault = unanswerable(api, found)
        if fault is not None:
            self.faults.append(fault)
        return None if fault else found

    def _several(self) -> Finding | None:
        """Refuse an operation with several successes: nothing of a composition chooses."""
        found = [each for each in successes(self.operation) if each.status.isdigit()]
        if len(found) < 2:
            return None
        statuses = " and ".join(each.status for each in found)
        return finding(
            "compose-schema",
            Mark(place=self.answered.place, on="key"),
            Mark(place=self.client.api.place(found[1].pointer), on="key", label="promised here"),
            problem=f"it promises {statuses}, and only a function of `implement` chooses",
        )

    def _has_shape(self, answer: Success) -> bool:
        """Hold the form of the entry: sources there are, and a body where there are several."""
        count = len(self.answered.sources)
        if answer.is_empty and self.answered.body is not None:
            key = Mark(place=self.answered.place.at("body"), on="key")
            theirs = Mark(place=self.client.api.place(answer.response.pointer), on="key")
            problem = f"`body` of an answer that is promised without one, {answer.response.status}"
            self.faults.append(finding("compose-schema", key, theirs, problem=problem))
            return False
        if count == 1 or (count and (self.answered.body is not None or answer.is_empty)):
            return True
        mark = Mark(place=self.answered.place, on="key")
        if count:
            fault = finding("compose-property-unmapped", mark, property="", schema="")
        else:
            fault = finding("compose-schema", mark, problem="it has no sources")
        self.faults.append(fault)
        return False

    def _scheduled(
        self, found: dict[str, Feed | HookFeed], sent: dict[str, Sent | Given]
    ) -> Schedule | None:
        defaults = self.client.composition.defaults
        waiting = [
            Waiting(
                name=name,
                waits=sent[name].waits,
                cap_ms=feed.source.timeout_ms or defaults.timeout_ms,
                required=feed.source.required,
                place=feed.source.place,
                calls=most_calls(feed, sent[name], defaults),
            )
            for name, feed in found.items()
        ]
        ordered = schedule(waiting)
        if isinstance(ordered, Finding):
            self.faults.append(ordered)
            return None
        self.faults.extend(
            overruns(
                ordered,
                waiting,
                budget_ms=self._budget_ms,
                reserve_ms=defaults.reserve_ms,
                budgets=self.client.policy.budgets,
                place=self.answered.place,
            )
        )
        return ordered
