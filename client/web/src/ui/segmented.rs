//! One choice among a few, all in sight.

use yew::prelude::*;

use super::{ButtonSize, Glyph, Icon, flag, roving, truth};

/// One of the choices.
#[derive(Clone, Debug, PartialEq)]
pub struct Segment {
    /// Its identity among the others.
    pub key: AttrValue,
    /// Its word.
    pub label: AttrValue,
    /// The shape before the word.
    pub icon: Option<Glyph>,
}

/// The choices and the chosen one.
#[derive(Properties, PartialEq)]
pub struct SegmentedProps {
    /// What is chosen.
    pub label: AttrValue,
    /// The choices.
    pub segments: Vec<Segment>,
    /// The key of the chosen one.
    pub chosen: AttrValue,
    /// Told the key of the new choice.
    pub onchoose: Callback<AttrValue>,
    /// How large.
    #[prop_or_default]
    pub size: ButtonSize,
    /// Whether it takes the whole width.
    #[prop_or_default]
    pub is_block: bool,
}

/// A radio group drawn as one bar. Arrows choose, as in any radio group.
#[component]
pub fn Segmented(props: &SegmentedProps) -> Html {
    let root = use_node_ref();
    let at = props
        .segments
        .iter()
        .position(|segment| segment.key == props.chosen);
    let onkeydown = {
        let (root, segments, onchoose) =
            (root.clone(), props.segments.clone(), props.onchoose.clone());
        Callback::from(move |event: KeyboardEvent| {
            let from = at.unwrap_or(0);
            let Some(to) = roving::step(&event.key(), from, segments.len(), roving::is_rtl(&root))
            else {
                return;
            };
            event.prevent_default();
            roving::focus_nth(&root, "[role=radio]", to);
            onchoose.emit(segments[to].key.clone());
        })
    };
    let size = matches!(props.size, ButtonSize::Small).then_some("s");
    html! {
        <div
            ref={root}
            class="segmented"
            role="radiogroup"
            aria-label={props.label.clone()}
            data-size={size}
            data-block={flag(props.is_block)}
            {onkeydown}
        >
            { for props.segments.iter().enumerate().map(|(index, segment)| {
                let onclick = props.onchoose.reform({
                    let key = segment.key.clone();
                    move |_: MouseEvent| key.clone()
                });
                let is_stop = index == at.unwrap_or(0);
                html! {
                    <button
                        key={segment.key.to_string()}
                        type="button"
                        role="radio"
                        aria-checked={truth(at == Some(index))}
                        tabindex={if is_stop { "0" } else { "-1" }}
                        {onclick}
                    >
                        if let Some(glyph) = segment.icon {
                            <Icon {glyph} />
                        }
                        { &segment.label }
                    </button>
                }
            }) }
        </div>
    }
}
