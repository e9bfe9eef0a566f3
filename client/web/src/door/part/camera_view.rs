//! The picture of the camera, read several times a second.

use std::cell::Cell;
use std::rc::Rc;

use gloo::timers::future::TimeoutFuture;
use wasm_bindgen_futures::spawn_local;
use web_sys::HtmlVideoElement;
use yew::prelude::*;

use crate::door::camera::{Camera, CameraFault};
use crate::door::detector::Detector;
use crate::door::repeat::RepeatGuard;

/// Pause between two pictures: fast for the hand, light for the battery.
const PICTURE_PAUSE_MS: u32 = 150;

/// What the picture needs.
#[derive(Properties, PartialEq)]
pub struct CameraViewProps {
    /// What it is, for the ear.
    pub label: AttrValue,
    /// Told each code that comes into sight.
    pub onread: Callback<String>,
    /// Told when there is no picture.
    pub onfault: Callback<CameraFault>,
}

/// The picture. It runs as long as it is in the page.
#[component]
pub fn CameraView(props: &CameraViewProps) -> Html {
    let video = use_node_ref();
    // The loop outlives a rendering; it must call what the newest one was given.
    let onread = use_mut_ref(Callback::noop);
    *onread.borrow_mut() = props.onread.clone();
    {
        let (video, onfault) = (video.clone(), props.onfault.clone());
        use_effect_with((), move |()| {
            let is_over = Rc::new(Cell::new(false));
            {
                let is_over = Rc::clone(&is_over);
                let told = Callback::from(move |text| {
                    let onread = onread.borrow().clone();
                    onread.emit(text);
                });
                spawn_local(async move {
                    if let Some(video) = video.cast::<HtmlVideoElement>()
                        && let Err(fault) = watch(&video, &is_over, &told).await
                    {
                        onfault.emit(fault);
                    }
                });
            }
            move || is_over.set(true)
        });
    }
    html! {
        <div class="viewfinder">
            <video ref={video} muted=true playsinline=true aria-label={props.label.clone()} />
        </div>
    }
}

async fn watch(
    video: &HtmlVideoElement,
    is_over: &Cell<bool>,
    told: &Callback<String>,
) -> Result<(), CameraFault> {
    let detector = Detector::new().ok_or(CameraFault::NoDetector)?;
    let _camera = Camera::start(video).await?;
    let mut guard = RepeatGuard::default();
    while !is_over.get() {
        let seen = detector.read(video).await;
        if let Some(text) = guard.take(seen, js_sys::Date::now())
            && !is_over.get()
        {
            told.emit(text);
        }
        TimeoutFuture::new(PICTURE_PAUSE_MS).await;
    }
    Ok(())
}
