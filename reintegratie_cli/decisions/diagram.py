"""Ordered gates as a decision diagram: the exact probability of each outcome, for all persons at once.

An ordered list of gates over independent variables, of which the first that holds decides, is compiled into a
multi-valued decision diagram: each node asks one variable, each of its outcomes leads to the node for the gates that
are then left. Equal remainders share one node, so that the diagram stays small where enumeration would not.
Probabilities flow from the root to the leaves. Bryant (1986), IEEE Transactions on Computers 35, 677-691;
Srinivasan et al. (1990) for more than two outcomes.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

FloatArray = npt.NDArray[np.float64]

MOST_NODES = 100_000
NO_VARIABLE = -1


@dataclass(frozen=True)
class Atom:
    """A condition on one variable: which of the variable's outcomes meet it."""

    variable: int
    holds: tuple[bool, ...]


@dataclass(frozen=True)
class Threshold:
    """At least `k` of the gates hold: all of them, any of them, or in between."""

    k: int
    gates: "tuple[Formula, ...]"


Formula = Atom | Threshold | bool
State = tuple[tuple[int, Formula], ...]
"""The gates that are left, each with the place of its outcome."""


class TooManyNodes(ValueError):  # noqa: N818 - it says what is the matter
    """The gates need more nodes than a rule that people can read ever does."""


Reached = Mapping[int, FloatArray]
"""The probability of being at a node, by its place, or at an outcome, by -1 - its place: (n_persons,) each."""


@dataclass(frozen=True)
class Node:
    """Asks `variable`; `children` are places of nodes, or outcomes as -1 - place."""

    variable: int
    children: tuple[int, ...]


@dataclass(frozen=True)
class Diagram:
    """Nodes with every parent before its children, so that one pass carries the probabilities down."""

    root: int
    nodes: Mapping[int, Node]
    n_outcomes: int

    def probabilities(self, outcomes: Sequence[FloatArray], n: int, start: Reached | None = None) -> FloatArray:
        """(n_persons, n_outcomes): the probability of each leaf.

        `outcomes[v]` is (n_persons, outcomes of variable v), rows summing to 1; the variables are independent. `start`:
        where the persons are already, instead of all at the root.
        """
        leaves = np.zeros((self.n_outcomes, n))
        for place, mass in self.reached(outcomes, n, start=start).items():
            leaves[-1 - place] = mass
        return leaves.T

    def reached(
        self, outcomes: Sequence[FloatArray], n: int, *, before: int | None = None, start: Reached | None = None
    ) -> dict[int, FloatArray]:
        """Where the persons are once the variables below `before` are known, all variables by default.

        Per place, a node's or -1 - outcome, the probability of being there, (n_persons,); places that nobody reaches
        are left out.
        """
        mass: dict[int, FloatArray] = {self.root: np.ones(n)} if start is None else dict(start)
        for place in sorted(self.nodes, key=lambda place: self.nodes[place].variable):
            node = self.nodes[place]
            if place not in mass or (before is not None and node.variable >= before):
                continue
            here = mass.pop(place)
            for outcome, child in enumerate(node.children):
                flow = here * outcomes[node.variable][:, outcome]
                if child in mass:
                    mass[child] = mass[child] + flow
                elif flow.any():
                    mass[child] = flow
        return mass


def assume(gate: Formula, variable: int, outcome: int) -> Formula:
    """What is left of a gate once `variable` is known: true, false, or a smaller gate."""
    if isinstance(gate, bool):
        return gate
    if isinstance(gate, Atom):
        return gate.holds[outcome] if gate.variable == variable else gate
    rest = [assume(part, variable, outcome) for part in gate.gates]
    k = gate.k - sum(part is True for part in rest)
    left = tuple(part for part in rest if not isinstance(part, bool))
    if k <= 0:
        return True
    if k > len(left):
        return False
    return left[0] if len(left) == 1 else Threshold(k, left)


def variables(gate: Formula) -> set[int]:
    """The variables that a gate still asks."""
    if isinstance(gate, bool):
        return set()
    if isinstance(gate, Atom):
        return {gate.variable}
    return set().union(*(variables(part) for part in gate.gates))


def compile_gates(gates: Sequence[Formula], n_values: Sequence[int]) -> Diagram:
    """The diagram of ordered gates; outcome `len(gates)` is what remains when none holds.

    `n_values[v]` is how many outcomes variable v has. Raises TooManyNodes beyond MOST_NODES.
    """
    places: dict[Node, int] = {}
    known: dict[State, int] = {}

    def settle(state: State) -> int:
        """The place of a state's node, or its outcome."""
        open_gates: list[tuple[int, Formula]] = []
        for outcome, gate in state:
            if gate is True:
                if not open_gates:
                    return -1 - outcome
                open_gates.append((outcome, gate))
                break
            if gate is not False:
                open_gates.append((outcome, gate))
        if not open_gates:
            return -1 - len(gates)
        return node_for(tuple(open_gates))

    def node_for(state: State) -> int:
        if state not in known:
            variable = min(set().union(*(variables(gate) for _, gate in state)))
            children = tuple(
                settle(tuple((to, assume(gate, variable, value)) for to, gate in state))
                for value in range(n_values[variable])
            )
            # A question whose every answer leads to the same place need not be asked.
            same = len(set(children)) == 1
            known[state] = children[0] if same else places.setdefault(Node(variable, children), len(places))
            if len(known) > MOST_NODES:
                raise TooManyNodes
        return known[state]

    # Assuming nothing at all still settles what is constant in a gate.
    root = settle(tuple((outcome, assume(gate, NO_VARIABLE, 0)) for outcome, gate in enumerate(gates)))
    return Diagram(root, {place: node for node, place in places.items()}, len(gates) + 1)
