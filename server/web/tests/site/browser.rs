//! A browser's cookie jar, for walks through the pages.

use std::collections::BTreeMap;

use crate::stage::{Answer, Stage};

/// Cookies by name.
#[derive(Default)]
pub(crate) struct Browser {
    pub(crate) cookies: BTreeMap<String, String>,
}

impl Browser {
    pub(crate) fn header(&self) -> String {
        let cookies: Vec<_> = self
            .cookies
            .iter()
            .map(|(name, value)| format!("{name}={value}"))
            .collect();
        cookies.join("; ")
    }

    pub(crate) async fn get(&mut self, stage: &Stage, path: &str) -> Answer {
        let answer = stage.get(path, &self.header()).await;
        self.keep(&answer);
        answer
    }

    pub(crate) async fn submit(&mut self, stage: &Stage, path: &str, form: &str) -> Answer {
        let kind = "application/x-www-form-urlencoded";
        let answer = stage
            .post(path, &self.header(), kind, form.as_bytes())
            .await;
        self.keep(&answer);
        answer
    }

    fn keep(&mut self, answer: &Answer) {
        for cookie in &answer.cookies {
            let Some((name, rest)) = cookie.split_once('=') else {
                continue;
            };
            let value = rest.split(';').next().unwrap_or_default();
            if value.is_empty() {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
    }
}
