//! A version as visitors see it.

use protocol::id::PageId;
use protocol::site::Language;
use yew::prelude::*;

use super::desk;
use crate::shell::{use_handle, use_speech};

#[derive(Properties, PartialEq)]
pub(super) struct FrameProps {
    pub(super) of: (PageId, Language, u32),
}

/// The version in a frame. Its policy lets nothing run; it keeps our origin only for the style
/// sheet, which is handed to no stranger.
#[component]
pub(super) fn Frame(props: &FrameProps) -> Html {
    let (say, live) = (use_speech(), use_handle());
    html! {
        <iframe
            key={props.of.2}
            class="site-frame"
            sandbox="allow-same-origin"
            src={desk::preview(&live, props.of)}
            title={say.t("console-site-preview")}
        />
    }
}
