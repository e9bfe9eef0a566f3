//! What the hand and the ear notice of a scan: useful where nobody looks at the screen, and off
//! where somebody is disturbed by it.

use gloo::utils::window;
use js_sys::{Array, Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{AudioContext, OscillatorType};

/// How a scan sounds and feels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Signal {
    /// One short high tone.
    Good,
    /// Two lower ones: look up.
    Stop,
}

/// The sound of the door. Made with a press, because browsers stay silent before one.
#[derive(Clone, Debug)]
pub struct Speaker(AudioContext);

impl PartialEq for Speaker {
    fn eq(&self, other: &Self) -> bool {
        self.0.loose_eq(&other.0)
    }
}

impl Speaker {
    /// A speaker; none where the device has none.
    #[must_use]
    pub fn new() -> Option<Self> {
        AudioContext::new().ok().map(Self)
    }

    /// Sounds. A device that cannot sound stays silent: the screen says it all.
    pub fn sound(&self, signal: Signal) {
        let tones: &[(f32, f64)] = match signal {
            Signal::Good => &[(1_047.0, 0.0)],
            Signal::Stop => &[(440.0, 0.0), (349.0, 0.22)],
        };
        for (hertz, after_s) in tones {
            drop(self.tone(*hertz, *after_s));
        }
    }

    fn tone(&self, hertz: f32, after_s: f64) -> Result<(), JsValue> {
        let Self(context) = self;
        let (voice, volume) = (context.create_oscillator()?, context.create_gain()?);
        let begins = context.current_time() + after_s;
        voice.set_type(OscillatorType::Triangle);
        voice.frequency().set_value(hertz);
        volume.gain().set_value_at_time(0.25, begins)?;
        // Fading out instead of breaking off, which would click.
        volume
            .gain()
            .exponential_ramp_to_value_at_time(0.001, begins + 0.16)?;
        voice
            .connect_with_audio_node(&volume)?
            .connect_with_audio_node(&context.destination())?;
        voice.start_with_when(begins)?;
        voice.stop_with_when(begins + 0.18)
    }
}

/// Shakes the device, where it can.
pub fn vibrate(signal: Signal) {
    let pattern: Array = match signal {
        Signal::Good => [60.0].iter().copied().map(JsValue::from_f64).collect(),
        Signal::Stop => [120.0, 80.0, 120.0]
            .iter()
            .copied()
            .map(JsValue::from_f64)
            .collect(),
    };
    let navigator = window().navigator();
    let vibrate = Reflect::get(&navigator, &JsValue::from_str("vibrate"))
        .ok()
        .and_then(|vibrate| vibrate.dyn_into::<Function>().ok());
    if let Some(vibrate) = vibrate {
        // A browser that refuses it says so by `false`; nothing depends on it.
        drop(vibrate.call1(&navigator, &pattern));
    }
}
