//! Table `staff`: the team's roles and scopes.

use domain::State;
use protocol::id::{EventId, OrganisationId, StaffId};
use protocol::{Functions, List, Role, Scope, Staff};
use uuid::Uuid;

use super::StateTable;
use crate::batch::{AroundRows, rows_of};
use crate::code::{self, corrupt};
use crate::fault::Fault;
use crate::link::Link;
use crate::statement::{Value, values};

pub(crate) struct Team;

impl StateTable for Team {
    type Key = StaffId;
    type Row = Staff;

    const PUT: AroundRows = AroundRows {
        attempt: "writing staff",
        before: "INSERT INTO staff (event_id, staff_id, role, functions, scope_organisations) ",
        after: " ON CONFLICT (event_id, staff_id) DO UPDATE SET \
                role = excluded.role, functions = excluded.functions, \
                scope_organisations = excluded.scope_organisations",
    };
    const DELETE: AroundRows = AroundRows {
        attempt: "deleting staff",
        before: "DELETE FROM staff WHERE (event_id, staff_id) IN (",
        after: ")",
    };

    fn find(state: &State, key: StaffId) -> Option<Staff> {
        state.staff_member(key).cloned()
    }

    fn key(event: EventId, key: StaffId) -> Vec<Value> {
        values![event.uuid(), key.uuid()]
    }

    fn values(event: EventId, row: &Staff) -> Vec<Value> {
        let (role, functions, organisations) = role_columns(&row.role);
        values![event.uuid(), row.id.uuid(), role, functions, organisations]
    }
}

fn role_columns(role: &Role) -> (&'static str, Option<i64>, Option<Vec<u8>>) {
    match role {
        Role::Main => ("main", None, None),
        Role::Secondary { functions, scope } => {
            let organisations = match scope {
                Scope::All => None,
                Scope::Organisations(ids) => {
                    Some(ids.iter().flat_map(|id| id.to_bytes()).collect())
                }
            };
            (
                "secondary",
                Some(i64::from(functions.bits())),
                organisations,
            )
        }
        Role::Door => ("door", None, None),
        Role::Screen => ("screen", None, None),
    }
}

fn role(word: &str, functions: Option<i64>, organisations: Option<&[u8]>) -> Result<Role, Fault> {
    match (word, functions, organisations) {
        ("main", None, None) => Ok(Role::Main),
        ("secondary", Some(bits), organisations) => Ok(Role::Secondary {
            functions: Functions::from_bits(code::number("staff.functions", bits)?),
            scope: organisations.map_or(Ok(Scope::All), scope)?,
        }),
        ("door", None, None) => Ok(Role::Door),
        ("screen", None, None) => Ok(Role::Screen),
        _ => Err(corrupt("staff.role")),
    }
}

fn scope(stored: &[u8]) -> Result<Scope, Fault> {
    const COLUMN: &str = "staff.scope_organisations";
    let (ids, rest) = stored.as_chunks::<16>();
    if !rest.is_empty() {
        return Err(corrupt(COLUMN));
    }
    let ids = ids.iter().map(|bytes| OrganisationId::from_bytes(*bytes));
    List::new(ids.collect())
        .map(Scope::Organisations)
        .ok_or_else(|| corrupt(COLUMN))
}

#[derive(sqlx::FromRow)]
struct Stored {
    staff_id: Uuid,
    role: String,
    functions: Option<i64>,
    scope_organisations: Option<Vec<u8>>,
}

pub(crate) async fn load(link: &mut Link<'_>, event: EventId) -> Result<Vec<Staff>, Fault> {
    let rows: Vec<Stored> = rows_of(
        link,
        "loading staff",
        "SELECT staff_id, role, functions, scope_organisations \
         FROM staff WHERE event_id = $1 ORDER BY staff_id",
        event,
    )
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Staff {
                id: row.staff_id.into(),
                role: role(&row.role, row.functions, row.scope_organisations.as_deref())?,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use protocol::Function;

    use super::*;

    #[test]
    fn every_role_reads_back() {
        let functions: Functions = [Function::Meetings, Function::Team].into_iter().collect();
        let organisations =
            List::new(vec![OrganisationId::example(1), OrganisationId::example(2)]).unwrap();
        for has in [
            Role::Main,
            Role::Secondary {
                functions,
                scope: Scope::All,
            },
            Role::Secondary {
                functions: Functions::NONE,
                scope: Scope::Organisations(organisations),
            },
            Role::Secondary {
                functions,
                scope: Scope::Organisations(List::default()),
            },
            Role::Door,
            Role::Screen,
        ] {
            let (word, bits, scope) = role_columns(&has);
            assert_eq!(role(word, bits, scope.as_deref()).unwrap(), has);
        }
        assert!(role("secondary", None, None).is_err());
        assert!(role("secondary", Some(1), Some(&[0; 15])).is_err());
    }
}
