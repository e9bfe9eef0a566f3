//! Alerts.

use protocol::{Alert, AlertKey, FillObject};

use super::Message;
use crate::model::Model;

/// An alert's title, with the name of what it is about.
#[must_use]
pub fn title(key: AlertKey, model: &Model) -> Message {
    match key {
        AlertKey::FillLow(FillObject::Event) => Message::plain("alert-fill-low-event"),
        AlertKey::FillLow(FillObject::Session(id)) => {
            Message::plain("alert-fill-low-session").session(model, id)
        }
        AlertKey::FillLow(FillObject::Expert(id)) => {
            Message::plain("alert-fill-low-expert").person("person", model, id)
        }
        AlertKey::RoomNearlyFull(id) => {
            Message::plain("alert-room-nearly-full").place("place", model, id)
        }
        AlertKey::RoomOverfull(id) => {
            Message::plain("alert-room-overfull").place("place", model, id)
        }
        AlertKey::ExpertAbsent(id) => {
            Message::plain("alert-expert-absent").person("person", model, id)
        }
        AlertKey::ExpertOverbooked(id) => {
            Message::plain("alert-expert-overbooked").person("person", model, id)
        }
    }
}

/// The measured value against its limit.
#[must_use]
pub fn detail(alert: &Alert) -> Message {
    let key = match alert.key {
        AlertKey::FillLow(_) => "alert-fill-low-detail",
        AlertKey::RoomNearlyFull(_) | AlertKey::RoomOverfull(_) => "alert-room-detail",
        AlertKey::ExpertAbsent(_) => "alert-expert-absent-detail",
        AlertKey::ExpertOverbooked(_) => "alert-expert-overbooked-detail",
    };
    Message::plain(key)
        .number("value", alert.value)
        .number("limit", alert.limit)
}
