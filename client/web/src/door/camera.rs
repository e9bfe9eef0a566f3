//! The camera behind the device, and its light off when nobody looks through it any more.

use gloo::utils::window;
use js_sys::{Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{HtmlVideoElement, MediaStream, MediaStreamConstraints, MediaStreamTrack};

/// Why there is no picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CameraFault {
    /// The browser cannot read codes from pictures.
    NoDetector,
    /// The person did not allow it.
    Denied,
    /// There is no camera, or it is in use.
    NoCamera,
}

/// A running camera. Dropping it turns the camera off.
#[derive(Debug)]
pub struct Camera {
    stream: MediaStream,
}

impl Camera {
    /// Asks for the camera at the back and shows it in a video.
    ///
    /// # Errors
    /// When the person refuses, or when there is none.
    pub async fn start(video: &HtmlVideoElement) -> Result<Self, CameraFault> {
        let devices = window()
            .navigator()
            .media_devices()
            .map_err(|_| CameraFault::NoCamera)?;
        let constraints = MediaStreamConstraints::new();
        constraints.set_video(&at_the_back());
        let promise = devices
            .get_user_media_with_constraints(&constraints)
            .map_err(|fault| fault_of(&fault))?;
        let stream = JsFuture::from(promise)
            .await
            .map_err(|fault| fault_of(&fault))?;
        let camera = Self {
            stream: stream.dyn_into().map_err(|_| CameraFault::NoCamera)?,
        };
        video.set_src_object(Some(&camera.stream));
        if let Ok(playing) = video.play() {
            JsFuture::from(playing)
                .await
                .map_err(|_| CameraFault::NoCamera)?;
        }
        Ok(camera)
    }
}

impl Drop for Camera {
    fn drop(&mut self) {
        for track in self.stream.get_tracks() {
            if let Ok(track) = track.dyn_into::<MediaStreamTrack>() {
                track.stop();
            }
        }
    }
}

fn at_the_back() -> JsValue {
    let wish = Object::new();
    // A plain object takes every property.
    drop(Reflect::set(
        &wish,
        &JsValue::from_str("facingMode"),
        &JsValue::from_str("environment"),
    ));
    wish.into()
}

fn fault_of(fault: &JsValue) -> CameraFault {
    let name = Reflect::get(fault, &JsValue::from_str("name"))
        .ok()
        .and_then(|name| name.as_string());
    match name.as_deref() {
        Some("NotAllowedError" | "SecurityError") => CameraFault::Denied,
        _ => CameraFault::NoCamera,
    }
}
