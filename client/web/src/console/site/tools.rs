//! The tools of the editor: which there are, which are pressed, which can do nothing now.

use yew::prelude::*;

use crate::shell::{Speech, use_speech};
use crate::ui::{Glyph, Tool, Toolbar};

/// A tool: its name in the module, its shape, whether it stays down, the keys that do the same.
type Given = (&'static str, Glyph, bool, Option<&'static str>);

const GROUPS: [&[Given]; 6] = [
    &[
        ("undo", Glyph::Undo, false, Some("Control+Z")),
        ("redo", Glyph::Redo, false, Some("Control+Shift+Z")),
    ],
    &[
        ("heading-2", Glyph::HeadingTwo, true, Some("Control+Alt+2")),
        (
            "heading-3",
            Glyph::HeadingThree,
            true,
            Some("Control+Alt+3"),
        ),
    ],
    &[
        ("bold", Glyph::Bold, true, Some("Control+B")),
        ("italic", Glyph::Italic, true, Some("Control+I")),
        ("link", Glyph::Link, true, Some("Control+K")),
    ],
    &[
        ("bullets", Glyph::Bullets, true, Some("Control+Shift+8")),
        ("numbers", Glyph::Numbers, true, Some("Control+Shift+7")),
        ("quote", Glyph::Quote, true, Some("Control+Shift+B")),
    ],
    &[
        ("align-start", Glyph::AlignStart, true, None),
        ("align-center", Glyph::AlignCenter, true, None),
        ("align-end", Glyph::AlignEnd, true, None),
    ],
    &[
        ("file", Glyph::Plus, false, None),
        ("table", Glyph::Cells, false, None),
        ("rule", Glyph::Rule, false, None),
    ],
];

/// What can be done inside a table.
const TABLE: [&str; 6] = [
    "row-add",
    "row-remove",
    "column-add",
    "column-remove",
    "header-row",
    "table-remove",
];

/// How the text stands where the hand is, as the module tells it: names of pressed tools, a bar,
/// names of those that can do nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Standing {
    pressed: Vec<String>,
    stuck: Vec<String>,
}

impl Standing {
    pub(super) fn read(told: &str) -> Self {
        let (pressed, stuck) = told.split_once('|').unwrap_or((told, ""));
        let names = |text: &str| text.split_whitespace().map(str::to_owned).collect();
        Self {
            pressed: names(pressed),
            stuck: names(stuck),
        }
    }

    fn is_pressed(&self, name: &str) -> bool {
        self.pressed.iter().any(|one| one == name)
    }

    fn is_stuck(&self, name: &str) -> bool {
        self.stuck.iter().any(|one| one == name)
    }
}

#[derive(Properties, PartialEq)]
pub(super) struct ToolsProps {
    pub(super) controls: AttrValue,
    pub(super) standing: Standing,
    pub(super) onpress: Callback<&'static str>,
    pub(super) node: NodeRef,
}

/// The toolbar. Inside a table it has a line for it.
#[component]
pub(super) fn Tools(props: &ToolsProps) -> Html {
    let say = use_speech();
    let mut groups: Vec<Vec<Tool>> = GROUPS
        .iter()
        .map(|group| {
            let group = group.iter();
            group
                .map(|given| tool(*given, &props.standing, &say))
                .collect()
        })
        .collect();
    if props.standing.is_pressed("table") {
        let of_table = TABLE.map(|key| Tool {
            key,
            label: say.t(&format!("console-site-tool-{key}")),
            glyph: None,
            pressed: None,
            is_stuck: false,
            keys: None,
        });
        groups.push(of_table.to_vec());
    }
    html! {
        <Toolbar
            label={say.t("console-site-tools")}
            controls={props.controls.clone()}
            {groups}
            onpress={props.onpress.clone()}
            node={props.node.clone()}
        />
    }
}

fn tool((key, glyph, stays, keys): Given, standing: &Standing, say: &Speech) -> Tool {
    let words = say.t(&format!("console-site-tool-{key}"));
    let label = match keys {
        Some(keys) => {
            let keys =
                say.t("console-site-control-key").to_string() + keys.trim_start_matches("Control");
            say.tr(
                "console-site-tool-keys",
                [("tool", (&words).into()), ("keys", (&keys).into())],
            )
        }
        None => words,
    };
    Tool {
        key,
        label,
        glyph: Some(glyph),
        pressed: stays.then(|| standing.is_pressed(key)),
        is_stuck: standing.is_stuck(key),
        keys,
    }
}

#[cfg(test)]
mod tests {
    use super::Standing;

    #[test]
    fn what_the_module_tells_is_read() {
        let standing = Standing::read("bold table|undo redo");
        assert!(standing.is_pressed("bold") && standing.is_pressed("table"));
        assert!(standing.is_stuck("redo") && !standing.is_stuck("bold"));
        assert_eq!(Standing::read(""), Standing::default());
    }
}
