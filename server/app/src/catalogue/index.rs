//! Words of the catalogue in memory, and who has them: exactly, from their beginning, or nearly.
//!
//! Texts are folded (`protocol::fold`), so accents and case never matter. A word that nobody has,
//! exactly or as a beginning, may differ by one or two slips: a letter too many, too few, another,
//! or two that changed places. What cannot be near is left aside by a mask of its letters, so
//! that a search looks closely at a few words of many. The same listings and the same search give
//! the same answer, in the same order.

use std::collections::BTreeMap;

use protocol::fold::words;
use protocol::limits::{CATALOGUE_SEARCH_WORDS_MAX, CATALOGUE_WORDS_PER_LISTING_MAX};

/// How well a word was met. Better ones are greater.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Match {
    /// But for a slip.
    Near,
    /// It begins so.
    Prefix,
    /// Letter by letter.
    Exact,
}

impl Match {
    const fn points(self) -> u32 {
        match self {
            Self::Near => 1,
            Self::Prefix => 4,
            Self::Exact => 6,
        }
    }
}

/// How well a listing answers a search.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fit {
    /// The worst of its words.
    pub worst: Match,
    /// More for words that stand where it matters.
    pub points: u32,
}

struct Word {
    letters: Box<[char]>,
    mask: u32,
    /// Listings that have it, with the weight of the best place where it stands.
    held_by: Vec<(u32, u8)>,
}

/// The words of all listings, in order.
#[derive(Default)]
pub(super) struct Index {
    words: Vec<Word>,
}

impl Index {
    /// An index of texts with their weights, listing by listing.
    pub(super) fn of<'a, T>(listings: impl Iterator<Item = T>) -> Self
    where
        T: IntoIterator<Item = (u8, &'a str)>,
    {
        let mut held: BTreeMap<Vec<char>, Vec<(u32, u8)>> = BTreeMap::new();
        for (at, texts) in (0u32..).zip(listings) {
            let mut own: BTreeMap<String, u8> = BTreeMap::new();
            for (weight, text) in texts {
                for word in words(text) {
                    if own.len() >= CATALOGUE_WORDS_PER_LISTING_MAX && !own.contains_key(&word) {
                        continue;
                    }
                    let best = own.entry(word).or_default();
                    *best = weight.max(*best);
                }
            }
            for (word, weight) in own {
                let letters = word.chars().collect();
                held.entry(letters).or_default().push((at, weight));
            }
        }
        let word = |(letters, held_by): (Vec<char>, _)| Word {
            mask: mask(&letters),
            letters: letters.into(),
            held_by,
        };
        Self {
            words: held.into_iter().map(word).collect(),
        }
    }

    /// The listings that have every word of a search, of `n_listings` in all; none when the search
    /// says nothing.
    pub(super) fn find(&self, search: &str, n_listings: usize) -> Option<Vec<Option<Fit>>> {
        let wanted = wanted(search);
        if wanted.is_empty() {
            return None;
        }
        let strict = self.find_all(&wanted, n_listings, false);
        if strict.iter().any(Option::is_some) {
            return Some(strict);
        }
        // Each word was somewhere, but never together: perhaps one was meant otherwise.
        Some(self.find_all(&wanted, n_listings, true))
    }

    fn find_all(&self, wanted: &[String], n_listings: usize, is_lenient: bool) -> Vec<Option<Fit>> {
        let nothing_yet = Fit {
            worst: Match::Exact,
            points: 0,
        };
        let mut fits = vec![Some(nothing_yet); n_listings];
        for word in wanted {
            let mut best: Vec<Option<(Match, u32)>> = vec![None; n_listings];
            for (known, how) in self.like(word, is_lenient) {
                for (at, weight) in &known.held_by {
                    let met = (how, how.points() * u32::from(*weight));
                    let slot = &mut best[*at as usize];
                    *slot = Some(slot.map_or(met, |other| other.max(met)));
                }
            }
            for (fit, met) in fits.iter_mut().zip(best) {
                *fit = fit.zip(met).map(|(fit, (how, points))| Fit {
                    worst: fit.worst.min(how),
                    points: fit.points + points,
                });
            }
        }
        fits
    }

    /// Words that a wanted one may mean.
    fn like(&self, wanted: &str, is_lenient: bool) -> Vec<(&Word, Match)> {
        let letters: Vec<char> = wanted.chars().collect();
        let from = self
            .words
            .partition_point(|word| word.letters[..] < letters[..]);
        let beginning = self.words[from..]
            .iter()
            .take_while(|word| word.letters.starts_with(&letters));
        let mut found: Vec<(&Word, Match)> = beginning
            .map(|word| {
                let is_whole = word.letters.len() == letters.len();
                (
                    word,
                    if is_whole {
                        Match::Exact
                    } else {
                        Match::Prefix
                    },
                )
            })
            .collect();
        let slips_max = slips_allowed(letters.len());
        if slips_max > 0 && (found.is_empty() || is_lenient) {
            let wanted_mask = mask(&letters);
            let near = self.words.iter().filter(|word| {
                let absent = (wanted_mask & !word.mask).count_ones() as usize;
                absent <= slips_max
                    && word.letters.len() + slips_max >= letters.len()
                    && !word.letters.starts_with(&letters)
                    && is_near(&letters, &word.letters, slips_max)
            });
            found.extend(near.map(|word| (word, Match::Near)));
        }
        found
    }
}

/// The words of a search that say something.
fn wanted(search: &str) -> Vec<String> {
    let all = words(search);
    let telling: Vec<String> = all
        .iter()
        .filter(|word| !is_filler(word))
        .cloned()
        .collect();
    let mut chosen = if telling.is_empty() { all } else { telling };
    chosen.truncate(CATALOGUE_SEARCH_WORDS_MAX);
    chosen
}

/// Words of both languages that stand everywhere and mean nothing alone.
fn is_filler(word: &str) -> bool {
    const FILLERS: [&str; 26] = [
        "a", "and", "au", "aux", "avec", "d", "dans", "de", "des", "du", "en", "et", "for", "in",
        "l", "la", "le", "les", "of", "ou", "par", "pour", "sur", "the", "un", "une",
    ];
    FILLERS.contains(&word)
}

/// Short words mean another word when one letter differs.
const fn slips_allowed(n_letters: usize) -> usize {
    match n_letters {
        0..=3 => 0,
        4..=7 => 1,
        _ => 2,
    }
}

/// A bit for each letter; others share five.
fn mask(letters: &[char]) -> u32 {
    letters.iter().fold(0, |mask, letter| {
        let bit = match letter {
            'a'..='z' => u32::from(*letter) - u32::from('a'),
            '0'..='9' => 26,
            other => 27 + u32::from(*other) % 5,
        };
        mask | 1 << bit
    })
}

/// Whether a word, or a beginning of it for longer searches, is so few slips away.
fn is_near(wanted: &[char], word: &[char], slips_max: usize) -> bool {
    let n = wanted.len();
    // A beginning may be met too, as people stop typing when they see what they want.
    let reach = word.len().min(n + slips_max);
    let takes_beginnings = n > 4;
    let mut before: Vec<usize> = Vec::new();
    let mut above: Vec<usize> = (0..=reach).collect();
    for row in 1..=n {
        let mut own = vec![row; reach + 1];
        for column in 1..=reach {
            let is_same = wanted[row - 1] == word[column - 1];
            let mut least = (above[column] + 1)
                .min(own[column - 1] + 1)
                .min(above[column - 1] + usize::from(!is_same));
            let have_changed_places = row > 1
                && column > 1
                && wanted[row - 1] == word[column - 2]
                && wanted[row - 2] == word[column - 1];
            if have_changed_places {
                least = least.min(before[column - 2] + 1);
            }
            own[column] = least;
        }
        if own.iter().all(|slips| *slips > slips_max) {
            return false;
        }
        before = std::mem::replace(&mut above, own);
    }
    if takes_beginnings {
        above.iter().any(|slips| *slips <= slips_max)
    } else {
        reach == word.len() && above[reach] <= slips_max
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(texts: &[&str], search: &str) -> Vec<Option<Match>> {
        let index = Index::of(texts.iter().map(|text| [(1, *text)]));
        let fits = index.find(search, texts.len()).unwrap();
        fits.into_iter()
            .map(|fit| fit.map(|fit| fit.worst))
            .collect()
    }

    #[test]
    fn words_are_met_exactly_from_their_beginning_or_nearly() {
        use Match::{Exact, Near, Prefix};
        for (text, search, expected) in [
            ("Énergies marines", "energies", Some(Exact)),
            ("Énergies marines", "ÉNERG", Some(Prefix)),
            ("Énergies marines", "marine energie", Some(Prefix)),
            ("Énergies marines", "enregies", Some(Near)),
            ("Hydrogène", "hidrogene", Some(Near)),
            ("Hydrogène", "hydrogenne", Some(Near)),
            ("Hydrogène", "hidro", Some(Near)),
            ("Soudage robotisé", "soudage robot", Some(Prefix)),
            ("Soudage robotisé", "soudage de la robotique", Some(Near)),
            ("Soudage robotisé", "soudage de la coque", None),
            ("Drones", "dron", Some(Prefix)),
            ("Drones", "drames", None),
            ("Port", "parc", None),
            ("L’Étang", "étang", Some(Exact)),
        ] {
            assert_eq!(found(&[text], search), [expected], "{text} / {search}");
        }
    }

    #[test]
    fn a_slip_counts_only_where_nothing_is_met_without() {
        assert_eq!(
            found(&["Marine", "Martine"], "marine"),
            [Some(Match::Exact), None]
        );
        // Both words are known, but nobody has both.
        assert_eq!(
            found(&["Marine nationale", "Martine Duval"], "marine duval"),
            [None, Some(Match::Near)]
        );
    }

    #[test]
    fn a_search_without_a_word_is_none() {
        let index = Index::of(["a"].iter().map(|text| [(1, *text)]));
        assert!(index.find(" ,;- ", 1).is_none());
        assert!(index.find("de la", 1).is_some(), "better than nothing");
    }

    #[test]
    fn searches_and_listings_are_bounded() {
        let long = (0..2_000).map(|n| format!("mot{n} ")).collect::<String>();
        let index = Index::of([[(1, long.as_str())]].into_iter());
        assert_eq!(index.words.len(), CATALOGUE_WORDS_PER_LISTING_MAX);
        assert_eq!(wanted(&long).len(), CATALOGUE_SEARCH_WORDS_MAX);
    }
}
