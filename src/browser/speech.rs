//! The browser's own voice.

use js_sys::Reflect;
use leptos::prelude::window;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{SpeechSynthesis, SpeechSynthesisUtterance, SpeechSynthesisVoice};

/// One text being spoken. Dropping it silences the voice.
pub struct Utterance {
    speech: SpeechSynthesis,
    utterance: SpeechSynthesisUtterance,
    _on_end: Closure<dyn FnMut()>,
}

impl Utterance {
    /// Speaks at a volume from 0 to 1; `on_end` is called when the text is over or the voice has failed. `None` without
    /// a voice for the language.
    pub fn speak(text: &str, lang: &str, volume: f32, on_end: impl FnMut() + 'static) -> Option<Self> {
        let speech = speech()?;
        let voice = voice_for(&speech, lang)?;
        let utterance = SpeechSynthesisUtterance::new_with_text(text).ok()?;
        utterance.set_lang(lang);
        utterance.set_voice(Some(&voice));
        utterance.set_volume(volume);
        let on_end = Closure::<dyn FnMut()>::new(on_end);
        utterance.set_onend(Some(on_end.as_ref().unchecked_ref()));
        utterance.set_onerror(Some(on_end.as_ref().unchecked_ref()));
        speech.cancel();
        speech.speak(&utterance);
        Some(Self { speech, utterance, _on_end: on_end })
    }
}

impl Drop for Utterance {
    fn drop(&mut self) {
        self.utterance.set_onend(None);
        self.utterance.set_onerror(None);
        self.speech.cancel();
    }
}

/// The browser looks for its voices when it is first asked, and has none until it has found them.
pub fn prepare_voices() {
    if let Some(speech) = speech() {
        speech.get_voices();
    }
}

/// Browsers without a voice have no such object, and asking for it by its type is an exception.
fn speech() -> Option<SpeechSynthesis> {
    Reflect::get(&window(), &"speechSynthesis".into()).ok()?.dyn_into().ok()
}

/// A voice of the device before one that sends the text away; of those the plainest, `vi` before `vi-VN-x-south`:
/// eSpeak NG has some three hundred for Vietnamese.
fn voice_for(speech: &SpeechSynthesis, lang: &str) -> Option<SpeechSynthesisVoice> {
    let voices = speech.get_voices();
    let voices = voices.iter().filter_map(|voice| voice.dyn_into::<SpeechSynthesisVoice>().ok());
    let voices = voices.filter(|voice| voice.lang().to_ascii_lowercase().starts_with(lang));
    let plainness = |voice: &SpeechSynthesisVoice| (!voice.local_service(), voice.lang().len(), voice.name().len());
    voices.min_by_key(plainness)
}
