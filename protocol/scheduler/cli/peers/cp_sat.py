"""The same problem for OR-Tools CP-SAT.

Reads our JSON problem on standard input and prints one JSON object: the slot of each meeting (or
null), the status, and the bound. Every meeting has a literal per slot that it can take; breaks are
counted as runs of meetings beyond the first of a day, which keeps the linear relaxation tight.
"""

import argparse
import json
import sys

from ortools.sat.python import cp_model


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--seconds", type=float, required=True)
    arguments.add_argument("--workers", type=int, default=2)
    arguments.add_argument("--fairness", type=int, default=None)
    arguments.add_argument("--partial", action="store_true", help="meetings may stay out")
    arguments.add_argument("--seed", type=int, default=0)
    arguments = arguments.parse_args()
    problem = json.load(sys.stdin)

    n_slots = problem["n_slots"]
    days = sorted({0, *problem.get("day_starts", [])})
    tables = problem["tables"]
    if isinstance(tables, int):
        tables = [tables] * n_slots
    away = [set(row.get("away", [])) for row in problem["participants"]]
    meetings = problem["meetings"]

    model = cp_model.CpModel()
    stands = []
    for number, row in enumerate(meetings):
        slots = row.get("slots")
        slots = range(n_slots) if slots is None else slots
        first, second = row["parties"]
        domain = [s for s in slots if s not in away[first] and s not in away[second]]
        stands.append({s: model.new_bool_var(f"m{number}s{s}") for s in domain})
        if arguments.partial:
            model.add_at_most_one(stands[-1].values())
        else:
            model.add_exactly_one(stands[-1].values())

    for slot in range(n_slots):
        here = [row[slot] for row in stands if slot in row]
        if len(here) > tables[slot]:
            model.add(sum(here) <= tables[slot])

    for scarce in problem.get("scarce", []):
        for slot in range(n_slots):
            most = scarce["at_a_time"]
            most = most if isinstance(most, int) else most[slot]
            here = [stands[m][slot] for m in scarce["meetings"] if slot in stands[m]]
            if len(here) > most:
                model.add(sum(here) <= most)

    for number, row in enumerate(meetings):
        for before in row.get("after", []):
            late, early = stands[number], stands[before]
            # Nothing of the later one up to a slot unless the earlier one stood before it.
            for slot in range(n_slots):
                lates = [late[s] for s in late if s <= slot]
                if not lates:
                    continue
                earlies = [early[s] for s in early if s < slot]
                if arguments.partial:
                    # Both may be out; one that stands too late forbids.
                    for s in early:
                        if s >= slot and slot in late:
                            model.add_at_most_one([early[s], late[slot]])
                else:
                    model.add(sum(lates) <= sum(earlies))

    rows = [[] for _ in away]
    for number, row in enumerate(meetings):
        for participant in row["parties"]:
            rows[participant].append(number)

    breaks = []
    for participant, row in enumerate(rows):
        busy = []
        for slot in range(n_slots):
            here = [stands[m][slot] for m in row if slot in stands[m]]
            if not here:
                busy.append(0)
            elif len(here) == 1:
                busy.append(here[0])
            else:
                literal = model.new_bool_var(f"p{participant}s{slot}")
                model.add_exactly_one(here + [literal.negated()])
                busy.append(literal)
        own = 0
        for day, end in zip(days, days[1:] + [n_slots]):
            present = [b for b in busy[day:end] if not isinstance(b, int)]
            if len(present) < 2:
                continue
            runs = []
            for slot in range(day, end):
                if isinstance(busy[slot], int):
                    continue
                before = busy[slot - 1] if slot > day else 0
                if isinstance(before, int):
                    runs.append(busy[slot])
                    continue
                run = model.new_bool_var(f"r{participant}s{slot}")
                model.add_bool_or([run, busy[slot].negated(), before])
                model.add_implication(run, busy[slot])
                model.add_implication(run, before.negated())
                runs.append(run)
            if arguments.partial or len(days) > 1:
                worked = model.new_bool_var(f"w{participant}d{day}")
                model.add_max_equality(worked, present)
            else:
                worked = 1
            own = own + sum(runs) - worked
        breaks.append(own)

    if arguments.fairness is not None:
        most = model.new_int_var(0, n_slots, "most")
        least = model.new_int_var(0, n_slots, "least")
        for own in breaks:
            model.add(own <= most)
            model.add(own >= least)
        model.add(most - least <= arguments.fairness)

    if arguments.partial:
        placed = sum(literal for row in stands for literal in row.values())
        model.minimize(sum(breaks) - 12 * placed)
    else:
        model.minimize(sum(breaks))

    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = arguments.seconds
    solver.parameters.num_workers = arguments.workers
    solver.parameters.random_seed = arguments.seed
    status = solver.solve(model)
    slots = None
    if status in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        slots = [
            next((s for s, literal in row.items() if solver.boolean_value(literal)), None)
            for row in stands
        ]
    bound = solver.best_objective_bound if slots is not None else None
    print(json.dumps({"status": solver.status_name(status), "slots": slots, "bound": bound,
                      "seconds": solver.wall_time}))


main()
