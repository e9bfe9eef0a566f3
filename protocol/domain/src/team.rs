//! The event's team: who may do what (BO-02, BO-03).

use protocol::change::{StaffGranted, StaffRevoked};
use protocol::command::{GrantStaff, RevokeStaff};
use protocol::limits::STAFF_MAX;
use protocol::reject::{Forbidden, LimitReached, NotFound};
use protocol::{Actor, Reject, Role};

use crate::decide::Draft;

impl Draft<'_> {
    pub(crate) fn grant_staff(&mut self, c: &GrantStaff) -> Result<(), Reject> {
        let before = self.state.staff_member(c.staff.id).cloned();
        if before.is_none() && self.state.staff().count() >= STAFF_MAX {
            return Err(LimitReached {
                limit: u32::try_from(STAFF_MAX).expect("small bound"),
            }
            .into());
        }
        if c.staff.role != Role::Main {
            self.check_a_main_stays(c.staff.id)?;
        }
        if before.as_ref() != Some(&c.staff) {
            self.put(StaffGranted {
                before,
                after: c.staff.clone(),
            });
        }
        Ok(())
    }

    pub(crate) fn revoke_staff(&mut self, c: &RevokeStaff) -> Result<(), Reject> {
        let staff = self
            .state
            .staff_member(c.staff)
            .cloned()
            .ok_or(NotFound {})?;
        self.check_a_main_stays(c.staff)?;
        self.put(StaffRevoked { staff });
        Ok(())
    }

    /// An event never loses its last main administrator by somebody's click.
    pub(crate) fn check_a_main_stays(&self, without: protocol::id::StaffId) -> Result<(), Reject> {
        let was_main = self
            .state
            .staff_member(without)
            .is_some_and(|staff| staff.role == Role::Main);
        let others = self
            .state
            .staff()
            .any(|staff| staff.id != without && staff.role == Role::Main);
        if was_main && !others && self.context.actor != Actor::System {
            return Err(Forbidden { needed: None }.into());
        }
        Ok(())
    }
}
