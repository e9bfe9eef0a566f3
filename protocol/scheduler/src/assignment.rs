//! Minimum-cost maximum flow by successive cheapest paths: who takes over what, so that as many
//! as possible are taken over and, among these, the best.
//!
//! Sizes are those of one absence (at most [`protocol::limits::REASSIGNMENTS_MAX`] meetings), so
//! a queue-based shortest path is quick enough and simpler than potentials.

use std::collections::VecDeque;

/// A directed network. Nodes and edges are numbered in order of creation, and ties between
/// equally cheap paths go to the lower number: the result depends on nothing else.
#[derive(Debug, Default)]
pub(crate) struct Network {
    edges: Vec<Edge>,
    leaving: Vec<Vec<usize>>,
}

#[derive(Clone, Copy, Debug)]
struct Edge {
    to: usize,
    capacity: u32,
    cost: i64,
}

/// An edge, for asking afterwards whether it is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct EdgeId(usize);

impl Network {
    /// Adds a node.
    pub(crate) fn node(&mut self) -> usize {
        self.leaving.push(Vec::new());
        self.leaving.len() - 1
    }

    /// Adds an edge; its reverse, which lets flow be taken back, follows it.
    pub(crate) fn edge(&mut self, from: usize, to: usize, capacity: u32, cost: i64) -> EdgeId {
        let id = self.edges.len();
        self.edges.push(Edge { to, capacity, cost });
        self.edges.push(Edge {
            to: from,
            capacity: 0,
            cost: -cost,
        });
        self.leaving[from].push(id);
        self.leaving[to].push(id + 1);
        EdgeId(id)
    }

    /// Whether flow passes through an edge.
    pub(crate) fn is_used(&self, EdgeId(id): EdgeId) -> bool {
        self.edges[id + 1].capacity > 0
    }

    /// Sends as much as possible, at the least cost for that much. Costs may be negative as long
    /// as the network has no cycle.
    pub(crate) fn fill(&mut self, source: usize, sink: usize) -> u32 {
        let mut sent = 0;
        while let Some(path) = self.cheapest_path(source, sink) {
            // Every path carries one unit: the edges at the source have capacity one.
            for id in path {
                self.edges[id].capacity -= 1;
                self.edges[id ^ 1].capacity += 1;
            }
            sent += 1;
        }
        sent
    }

    fn cheapest_path(&self, source: usize, sink: usize) -> Option<Vec<usize>> {
        let n_nodes = self.leaving.len();
        let mut cost = vec![i64::MAX; n_nodes];
        let mut arrived_by = vec![None; n_nodes];
        let mut is_queued = vec![false; n_nodes];
        let mut queue = VecDeque::from([source]);
        cost[source] = 0;
        while let Some(node) = queue.pop_front() {
            is_queued[node] = false;
            for &id in &self.leaving[node] {
                let edge = self.edges[id];
                if edge.capacity == 0 {
                    continue;
                }
                let through = cost[node] + edge.cost;
                if through < cost[edge.to] {
                    cost[edge.to] = through;
                    arrived_by[edge.to] = Some(id);
                    if !is_queued[edge.to] {
                        is_queued[edge.to] = true;
                        queue.push_back(edge.to);
                    }
                }
            }
        }
        let mut path = Vec::new();
        let mut node = sink;
        while node != source {
            let id = arrived_by[node]?;
            path.push(id);
            node = self.edges[id ^ 1].to;
        }
        Some(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Takers per task and their worth; returns who takes what.
    fn check(worth: &[&[Option<i64>]]) -> (u32, Vec<Option<usize>>) {
        let n_takers = worth.iter().map(|row| row.len()).max().unwrap_or(0);
        let mut network = Network::default();
        let (source, sink) = (network.node(), network.node());
        let takers: Vec<_> = (0..n_takers).map(|_| network.node()).collect();
        let rows: Vec<Vec<_>> = worth
            .iter()
            .map(|row| {
                let task = network.node();
                network.edge(source, task, 1, 0);
                row.iter()
                    .enumerate()
                    .map(|(j, worth)| worth.map(|w| network.edge(task, takers[j], 1, -w)))
                    .collect()
            })
            .collect();
        for taker in takers {
            network.edge(taker, sink, 1, 0);
        }
        let sent = network.fill(source, sink);
        let taken = rows
            .iter()
            .map(|row| {
                row.iter()
                    .position(|edge| edge.is_some_and(|id| network.is_used(id)))
            })
            .collect();
        (sent, taken)
    }

    #[test]
    fn number_comes_before_worth() {
        // Giving the only common taker to the first task is worth more but serves one task only.
        let (sent, taken) = check(&[&[Some(1), Some(100)], &[None, Some(1)]]);
        assert_eq!((sent, taken), (2, vec![Some(0), Some(1)]));
    }

    #[test]
    fn among_the_fullest_the_best_is_taken() {
        let (sent, taken) = check(&[&[Some(5), Some(9)], &[Some(8), Some(9)]]);
        assert_eq!((sent, taken), (2, vec![Some(1), Some(0)]));
    }

    #[test]
    fn a_task_without_taker_is_left() {
        assert_eq!(check(&[&[None], &[Some(1)]]), (1, vec![None, Some(0)]));
    }

    #[test]
    fn the_optimum_is_the_one_of_trying_everything() {
        // All 4 x 4 matrices of a small congruential sequence against exhaustive search.
        let mut x = 12_345_u64;
        for round in 0..200 {
            let rows: Vec<Vec<Option<i64>>> = (0..4)
                .map(|_| {
                    (0..4)
                        .map(|_| {
                            x = x.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                            let draw = i64::try_from(x >> 60).unwrap();
                            (draw > 5).then_some(draw)
                        })
                        .collect()
                })
                .collect();
            let views: Vec<&[Option<i64>]> = rows.iter().map(Vec::as_slice).collect();
            let (sent, taken) = check(&views);
            let worth: i64 = taken
                .iter()
                .zip(&rows)
                .filter_map(|(t, row)| row[(*t)?])
                .sum();
            assert_eq!(
                (sent, worth),
                exhaustive(&rows, 0, 0),
                "round {round}: {rows:?}"
            );
        }
    }

    fn exhaustive(rows: &[Vec<Option<i64>>], row: usize, used: u8) -> (u32, i64) {
        let Some(choices) = rows.get(row) else {
            return (0, 0);
        };
        let mut best = exhaustive(rows, row + 1, used);
        for (j, worth) in choices.iter().enumerate() {
            if let Some(worth) = worth
                && used >> j & 1 == 0
            {
                let (n, sum) = exhaustive(rows, row + 1, used | 1 << j);
                best = best.max((n + 1, sum + worth));
            }
        }
        best
    }
}
