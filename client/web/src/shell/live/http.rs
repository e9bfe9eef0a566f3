//! One request, one answer, as bytes.

use gloo::utils::window;
use js_sys::Uint8Array;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, RequestInit, Response};

/// What came back.
pub(in crate::shell) struct Reply {
    pub(in crate::shell) status: u16,
    pub(in crate::shell) body: Vec<u8>,
}

impl Reply {
    pub(in crate::shell) const fn is_good(&self) -> bool {
        self.status >= 200 && self.status < 300
    }
}

/// The body of a request and what it is.
pub(in crate::shell) enum Body<'a> {
    Empty,
    Frames(&'a [u8]),
    Json(&'a str),
}

/// Fetches an address of this site. The browser adds the cookie and undoes compression.
pub(in crate::shell) async fn fetch(
    method: &str,
    url: &str,
    body: Body<'_>,
    signal: Option<&AbortSignal>,
) -> Result<Reply, JsValue> {
    let init = RequestInit::new();
    init.set_method(method);
    init.set_signal(signal);
    let headers = Headers::new()?;
    match body {
        Body::Empty => {}
        Body::Frames(bytes) => {
            headers.set("content-type", "application/octet-stream")?;
            init.set_body(&Uint8Array::from(bytes));
        }
        Body::Json(text) => {
            headers.set("content-type", "application/json")?;
            init.set_body(&JsValue::from_str(text));
        }
    }
    init.set_headers(&headers);
    let response = JsFuture::from(window().fetch_with_str_and_init(url, &init)).await?;
    let response: Response = response.dyn_into()?;
    let buffer = JsFuture::from(response.array_buffer()?).await?;
    Ok(Reply {
        status: response.status(),
        body: Uint8Array::new(&buffer).to_vec(),
    })
}
