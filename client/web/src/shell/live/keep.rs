//! Bytes that stay on the device between two visits, in IndexedDB.
//!
//! Everything here may fail (private windows, full disks, old browsers); the program then simply
//! starts without a memory.

use std::cell::Cell;

use gloo::utils::window;
use js_sys::{Array, Promise, Reflect, Uint8Array};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{IdbDatabase, IdbFactory, IdbObjectStore, IdbRequest, IdbTransactionMode};

use super::browser::wall_ms;

const DATABASE: &str = "regie";
const STORE: &str = "kept";

thread_local! {
    /// Set at sign-out: the page lives on for a moment, and must not keep its state again.
    static IS_FORGOTTEN: Cell<bool> = const { Cell::new(false) };
}

/// What was kept under a key, and how many milliseconds ago.
pub(super) async fn read(key: &str) -> Option<(Vec<u8>, u64)> {
    try_read(key).await.ok().flatten()
}

/// Keeps bytes under a key.
pub(super) async fn write(key: &str, bytes: &[u8]) {
    if !IS_FORGOTTEN.get() {
        drop(try_write(key, bytes).await);
    }
}

/// Forgets everything that was kept on this device, and keeps nothing more.
pub(in crate::shell) async fn forget() {
    IS_FORGOTTEN.set(true);
    drop(try_forget().await);
}

async fn try_forget() -> Result<(), JsValue> {
    let store = store(IdbTransactionMode::Readwrite).await?;
    done(&store.clear()?).await.map(drop)
}

async fn try_read(key: &str) -> Result<Option<(Vec<u8>, u64)>, JsValue> {
    let store = store(IdbTransactionMode::Readonly).await?;
    let found = done(&store.get(&JsValue::from_str(key))?).await?;
    if found.is_undefined() {
        return Ok(None);
    }
    let at = Reflect::get_u32(&found, 0)?.as_f64().unwrap_or(0.0);
    let bytes: Uint8Array = Reflect::get_u32(&found, 1)?.dyn_into()?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "milliseconds since 1970 fit by far"
    )]
    let at_ms = at.max(0.0) as u64;
    Ok(Some((bytes.to_vec(), wall_ms().saturating_sub(at_ms))))
}

async fn try_write(key: &str, bytes: &[u8]) -> Result<(), JsValue> {
    let store = store(IdbTransactionMode::Readwrite).await?;
    let at = JsValue::from_f64(js_sys::Date::now());
    let kept = Array::of2(&at, &Uint8Array::from(bytes));
    let request = store.put_with_key(&kept, &JsValue::from_str(key))?;
    done(&request).await.map(drop)
}

async fn store(mode: IdbTransactionMode) -> Result<IdbObjectStore, JsValue> {
    let database = open().await?;
    let transaction = database.transaction_with_str_and_mode(STORE, mode)?;
    transaction.object_store(STORE)
}

async fn open() -> Result<IdbDatabase, JsValue> {
    // `indexedDB` is read by name, so that a browser without it is an error and not a trap.
    let factory: IdbFactory =
        Reflect::get(&window(), &JsValue::from_str("indexedDB"))?.dyn_into()?;
    let request = factory.open_with_u32(DATABASE, 1)?;
    let on_upgrade = {
        let request = request.clone();
        Closure::once(move || {
            if let Ok(result) = request.result()
                && let Ok(database) = result.dyn_into::<IdbDatabase>()
            {
                drop(database.create_object_store(STORE));
            }
        })
    };
    request.set_onupgradeneeded(Some(on_upgrade.as_ref().unchecked_ref()));
    done(&request).await?.dyn_into()
}

/// Waits for a request.
async fn done(request: &IdbRequest) -> Result<JsValue, JsValue> {
    let promise = Promise::new(&mut |resolve, reject| {
        request.set_onsuccess(Some(&resolve));
        request.set_onerror(Some(&reject));
    });
    JsFuture::from(promise).await?;
    request.result()
}
